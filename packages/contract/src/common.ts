import { Type } from 'typebox';
import type { TSchema } from 'typebox';

/** An object that refuses fields it does not name; every body and reply of the contract is one. */
export function strictObject<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

/** A value that may be `null`, said aloud. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** ISO 8601 moment in UTC, e.g. `2026-11-22T08:00:00.000Z`. */
export const Moment = Type.String({ minLength: 20, maxLength: 30 });

/** A row key of ours: a positive whole number that JavaScript holds exactly. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** The key of a batch has 27 bits: with the 36 of a serial it makes the one number of a claim, a bigint. */
export const BatchId = Type.Integer({ minimum: 1, maximum: 2 ** 27 - 1 });

/** A mainland Chinese mobile number as people type it; the server strips spaces, dashes and +86. */
export const Mobile = Type.String({ minLength: 11, maxLength: 20 });

/** Opaque position in a list; give back what the page before returned as `next`. */
const Cursor = Type.String({ minLength: 1, maxLength: 400 });

export const Empty = strictObject({});

/** The query fields every list takes. */
export const pageQuery = {
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

/** A page of a list: the rows, and where the next page starts (`null` at the end). */
export function pageOf<Row extends TSchema>(row: Row) {
  return strictObject({ rows: Type.Array(row), next: nullable(Cursor) });
}

/** The file forms a list can be taken away in. */
export const ExportFormat = Type.Enum(['csv', 'xlsx']);

const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** A version-4 UUID made by a page for one attempt: a repeated request with it does nothing twice. */
export const AttemptId = Type.String({ pattern: uuidPattern });

/** The order of a list by time. */
export const TimeOrder = Type.Optional(Type.Enum(['newest', 'oldest']));

/** GB/T 2260, six digits: a province (110000), a city (320500) or a county (320505). */
export const RegionCode = Type.String({ pattern: '^[0-9]{6}$' });

/** Of one line: names, titles. The server strips control and direction characters. */
export const line = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** May be left empty. */
export const note = (maxLength: number) => Type.String({ maxLength });

/** A random UUID: an address of a picture tells nothing of its neighbours. */
export const PictureId = Type.String({ pattern: uuidPattern });
