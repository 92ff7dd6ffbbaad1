import { cleanLine } from '../../platform/clean-text.ts';
/** Every text of an object as one clean line. */
export function cleanFields(fields) {
    const entries = Object.entries(fields).map(([name, value]) => [name, cleanLine(value)]);
    return Object.fromEntries(entries);
}
