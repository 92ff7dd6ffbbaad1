/**
 * The API as data: operations, schemas, error codes. The server binds these keys, the web apps call
 * them (types only), OpenAPI is derived from them.
 */
export { api } from './api.ts';
export type {
  Access,
  Api,
  BodyOf,
  Operation,
  OperationLine,
  ParamsOf,
  QueryOf,
  ReplyOf,
} from './api.ts';
export type { Batch, BatchState, CodeImport, ImportState, RejectionReason } from './codes.ts';
export { ErrorReply, errorCodes } from './errors.ts';
export type { ErrorCode } from './errors.ts';
export { openApi } from './open-api.ts';
export { policyVersion } from './members.ts';
export type { EntryKind, MemberKind, OwnEntry, OwnMember } from './members.ts';
export { LiveEvent } from './points.ts';
export type { LiveTotals, PointsEntry } from './points.ts';
export type { Product } from './products.ts';
export { provinces } from './regions.ts';
export type { ScanOutcome, UnknownReason } from './scans.ts';
export type { OwnStaff } from './staff.ts';
