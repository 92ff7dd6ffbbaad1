import { cleanLine } from '../../platform/clean-text.ts';

/** Every text of an object as one clean line. */
export function cleanFields<Fields extends Record<string, string>>(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]) => [name, cleanLine(value)]);
  return Object.fromEntries(entries) as Fields;
}
