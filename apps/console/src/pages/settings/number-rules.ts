import { parseWholeNumber } from '../../shared/format.ts';

/** What a number of a form may be. */
export interface NumberRule<Name extends string> {
  least: number;
  most: number;
  /** What it is as long as nobody changes it. */
  usual: number;
  /** Another number that would never be reached if this one were above it. */
  notAbove?: Name;
}
export type NumberRules<Name extends string> = Record<Name, NumberRule<Name>>;
export type NumberErrors<Name extends string> = Partial<Record<Name, 'range' | 'order'>>;

/** The numbers as typed, or which of them cannot be. */
export function readNumbers<Name extends string>(
  rules: NumberRules<Name>,
  typed: Record<Name, string>,
): { values: Record<Name, number>; errors: NumberErrors<Name> } {
  const errors: NumberErrors<Name> = {};
  const values = {} as Record<Name, number>;
  const entries = Object.entries(rules) as [Name, NumberRule<Name>][];
  for (const [name, { least, most }] of entries) {
    const value = parseWholeNumber(typed[name]);
    if (value === null || value < least || value > most) errors[name] = 'range';
    values[name] = value ?? least;
  }
  for (const [name, { notAbove }] of entries) {
    if (notAbove === undefined || errors[name] || errors[notAbove]) continue;
    if (values[name] > values[notAbove]) errors[name] = 'order';
  }
  return { values, errors };
}

/** Numbers as they stand in a form. */
export function typedNumbers<Name extends string>(
  rules: NumberRules<Name>,
  known: Record<Name, number>,
): Record<Name, string> {
  const names = Object.keys(rules) as Name[];
  return Object.fromEntries(names.map((name) => [name, String(known[name])])) as Record<
    Name,
    string
  >;
}

/** The usual numbers, as they stand in a form. */
export function usualNumbers<Name extends string>(rules: NumberRules<Name>): Record<Name, string> {
  const names = Object.keys(rules) as Name[];
  const usual = names.map((name) => [name, rules[name].usual]);
  return typedNumbers(rules, Object.fromEntries(usual) as Record<Name, number>);
}
