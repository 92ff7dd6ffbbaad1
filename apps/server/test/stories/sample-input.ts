import { api, type Operation, type OperationLine } from '@mashang/contract';
import type { CallInput } from './browser.ts';

interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  anyOf?: Schema[];
  items?: Schema;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** An input that passes the schemas of an operation; made from them, so a new one has it too. */
export function validInput(line: OperationLine): CallInput {
  const operation: Operation = api[line];
  const { params, query, body } = operation;
  return {
    ...(params ? { params: sample(params) as Record<string, number> } : {}),
    ...(query ? { query: { ...(sample(query) as Record<string, string>), ...meaning(line) } } : {}),
    ...(typeof body === 'object' ? { body: sample(body) } : {}),
  };
}

/** What schemas cannot say: a period ends after it begins. */
function meaning(line: OperationLine): Record<string, string> {
  return line.startsWith('GET /api/hq/statistics') ? { to: '2026-11-22T09:00:00.000Z' } : {};
}

/** Strings and numbers that have broken servers before; for the fields of a schema. */
export function hostileValues(schema: Schema): unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return schema.enum;
  if (schema.anyOf) return schema.anyOf.flatMap(hostileValues);
  if (schema.type === 'null') return [null];
  if (schema.type === 'integer') {
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
    const edges = [minimum, 0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 36, maximum];
    return edges.filter((number) => number >= minimum && number <= maximum);
  }
  if (schema.type === 'array') {
    const { items = {} } = schema;
    return [[], ...hostileValues(items).map((value) => [value]), [sample(items), sample(items)]];
  }
  if (schema.type === 'object') {
    const valid = sample(schema) as object;
    return fieldsOf(schema).flatMap(([name, inner]) =>
      hostileValues(inner).map((value) => ({ ...valid, [name]: value })),
    );
  }
  if (schema.type === 'boolean') return [true, false];
  return [
    ...[
      '\u0000',
      `${'\u0000'.repeat(11)}`,
      '\uD800'.padEnd(12, 'x'),
      '%00',
      "'; drop table claim;--",
    ],
    ...[
      '../../etc/passwd',
      '{{7*7}}',
      '\u202E\uFEFF',
      '😀'.repeat(12),
      ' '.repeat(20),
      '-1',
      'NaN',
    ],
    ...['xxxxxxxxxxxxxxxxxxxxxxxx', '+275760-09-13T00:00:00.000Z', '2026-02-30T00:00:00.000Z'],
    ...['0000-01-01T00:00:00.000Z', '2026-11-22T08:00:00.000Z', '-271821-04-20T00:00:00.000Z'],
    ...cursors.map((cursor) => Buffer.from(cursor).toString('base64url')),
  ];
}

const cursors = [
  '{}',
  'null',
  '[]',
  '{"createdAt":"2026","memberId":1,"sequence":1}',
  '{"createdAt":"1 Jan 2026 x","memberId":1,"sequence":1}',
  '{"createdAt":"infinity","memberId":1,"sequence":1}',
  '{"createdAt":["2026-11-22"],"memberId":1,"sequence":1}',
  '{"createdAt":"2026-11-22 08:00:00.5+00","memberId":9e15,"sequence":-1}',
  '{"createdAt":"+275760-09-13T00:00:00.000Z","memberId":1,"sequence":1}',
  '{"id":9007199254740991}',
  '{"before":"\\u0000"}',
];

/** The fields of an object schema that take part in `hostileValues`, with the schema of each. */
export function fieldsOf(schema: unknown): [string, Schema][] {
  return Object.entries((schema as Schema | undefined)?.properties ?? {});
}

/** Whether `null` is a value of this field. */
export function allowsNull(schema: Schema): boolean {
  return schema.type === 'null' || (schema.anyOf ?? []).some(allowsNull);
}

/** Texts for the patterns of the contract; a new pattern needs its example here. */
const patternExamples = [
  '154-0000-0001',
  '2026-11',
  '3f0c2f6e-9d5b-4c57-8a6b-0d6f1f2e3a4b',
  '320500',
  '1-1',
  'address:203.0.113.7',
  '0001',
  '1',
  'A'.repeat(43),
  'thing1',
  'MP_verify_0123456789abcdef.txt',
];

function sample(schema: Schema): unknown {
  const { type, minLength = 1, minimum = 1, required = [], properties = {} } = schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {});
  if (type === 'object') {
    return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
  }
  if (type === 'array') return (schema.minItems ?? 0) > 0 ? [sample(schema.items ?? {})] : [];
  if (type === 'integer') return Math.max(1, minimum);
  if (type === 'boolean') return false;
  if (schema.pattern) {
    const { pattern } = schema;
    const example = patternExamples.find((text) => new RegExp(pattern).test(text));
    if (example === undefined) throw new Error(`no example for the pattern ${pattern}`);
    return example;
  }
  // Only moments have these lengths.
  if (minLength === 20 && schema.maxLength === 30) return '2026-11-22T08:00:00.000Z';
  return 'https://x.example/'.padEnd(minLength, 'x').slice(0, Math.min(20, schema.maxLength ?? 20));
}
