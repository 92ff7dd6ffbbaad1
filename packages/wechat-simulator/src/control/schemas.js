/** JSON Schemas of the control routes, in the fewest words. */
export const text = (maxLength) => ({ type: 'string', maxLength });
export const integer = (minimum, maximum) => ({
    type: 'integer',
    minimum,
    maximum,
});
export const object = (properties, required = Object.keys(properties)) => ({
    type: 'object',
    required,
    additionalProperties: false,
    properties,
});
export const listOf = (items) => ({ type: 'array', maxItems: 200, items });
export const times = { anyOf: [{ const: 'always' }, integer(1, 1_000_000)] };
