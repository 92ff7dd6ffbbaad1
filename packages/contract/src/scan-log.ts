import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  BatchId,
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
  TimeOrder,
} from './common.ts';
import { BatchState } from './codes.ts';

/** How a scan ended, as the log keeps it. `checked`: only asked whether it is genuine. */
export const LoggedOutcome = Type.Enum([
  'awarded',
  'alreadyYours',
  'claimedByAnother',
  'notActivated',
  'frozen',
  'void',
  'unknownCode',
  'lockedOut',
  'blocked',
  'dailyLimit',
  'memberFrozen',
  'checked',
]);
export type LoggedOutcome = Static<typeof LoggedOutcome>;

/** Which way a scan came. */
export const ScanChannel = Type.Enum(['page', 'chat', 'check']);
export type ScanChannel = Static<typeof ScanChannel>;

export const LoggedScan = strictObject({
  scannedAt: Moment,
  outcome: LoggedOutcome,
  channel: nullable(ScanChannel),
  memberId: nullable(Id),
  memberName: nullable(Type.String()),
  mobileMasked: nullable(Type.String()),
  /** `batchId-serial`; null when the text is no code of ours. */
  codeRef: nullable(Type.String()),
  productId: nullable(Id),
  productName: nullable(Type.String()),
  batchId: nullable(Id),
  points: nullable(Type.Integer()),
  /** Province of the address the scan came from, GB/T 2260; null when not known. */
  province: nullable(Type.String()),
  /** Network of the address: an IPv4 /24 or an IPv6 /48. */
  network: nullable(Type.String()),
});
export type LoggedScan = Static<typeof LoggedScan>;

/** Everything known of one code. */
export const CodeHistory = strictObject({
  codeRef: Type.String(),
  state: BatchState,
  /** Null: a blank code. */
  productId: nullable(Id),
  productName: nullable(Type.String()),
  batchId: Id,
  serial: Type.Integer(),
  activatedAt: nullable(Moment),
  /** The copies it left the house in. A copy mark stands in one only, and says so. */
  deliveries: Type.Array(
    strictObject({
      deliveryId: Id,
      recipient: Type.String(),
      purpose: Type.Enum(['print', 'sample', 'archive']),
      createdAt: Moment,
      firstFetchedAt: nullable(Moment),
      isRevoked: Type.Boolean(),
    }),
  ),
  isCopyMark: Type.Boolean(),
  /** Who has its points. */
  claim: nullable(
    strictObject({
      memberId: Id,
      memberName: Type.String(),
      mobileMasked: Type.String(),
      points: Type.Integer(),
      claimedAt: Moment,
      province: nullable(Type.String()),
    }),
  ),
  scans: Type.Integer(),
  people: Type.Integer(),
  provinces: Type.Array(Type.String()),
  firstScannedAt: nullable(Moment),
  /** Newest first, at most a hundred. */
  latestScans: Type.Array(LoggedScan),
});
export type CodeHistory = Static<typeof CodeHistory>;

export const SuspiciousCode = strictObject({
  codeRef: Type.String(),
  batchId: Id,
  serial: Type.Integer(),
  productId: nullable(Id),
  productName: nullable(Type.String()),
  scans: Type.Integer(),
  people: Type.Integer(),
  provinces: Type.Integer(),
  firstScannedAt: Moment,
  lastScannedAt: Moment,
  flaggedAt: Moment,
  clearedAt: nullable(Moment),
  clearedByName: nullable(Type.String()),
  note: nullable(Type.String()),
});
export type SuspiciousCode = Static<typeof SuspiciousCode>;

const codeRef = Type.String({ pattern: '^[0-9]{1,10}-[0-9]{1,11}$' });
const codeParams = strictObject({ codeRef });

const scanFilter = {
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  outcome: Type.Optional(LoggedOutcome),
  channel: Type.Optional(ScanChannel),
  memberId: Type.Optional(Id),
  productId: Type.Optional(Id),
  batchId: Type.Optional(BatchId),
  province: Type.Optional(RegionCode),
  sort: TimeOrder,
};
const suspiciousFilter = {
  state: Type.Optional(Type.Enum(['open', 'cleared'])),
  productId: Type.Optional(Id),
  sort: Type.Optional(Type.Enum(['newest', 'people', 'provinces'])),
};

export const scanLogOperations = {
  'GET /api/hq/scans': {
    summary: 'Every scan with how it ended, newest first unless said otherwise',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...scanFilter }),
    reply: pageOf(LoggedScan),
  },
  'GET /api/hq/scans/export': {
    summary: 'Scans as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...scanFilter }),
    reply: 'stream',
  },
  'POST /api/hq/code-look-ups': {
    summary: 'What is this code, where in its life, and who scanned it',
    access: 'staff',
    /** The code stays out of addresses and logs; the audit log keeps its number. */
    body: strictObject({ text: Type.String({ minLength: 1, maxLength: 4096 }) }),
    reply: strictObject({ history: nullable(CodeHistory) }),
  },
  'GET /api/hq/codes/:codeRef': {
    summary: 'The same by the number of the code',
    access: 'staff',
    audited: true,
    params: codeParams,
    reply: CodeHistory,
  },
  'GET /api/hq/suspicious-codes': {
    summary: 'Codes in many hands or many provinces: probably copied',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...suspiciousFilter }),
    reply: pageOf(SuspiciousCode),
  },
  'GET /api/hq/suspicious-codes/export': {
    summary: 'Suspicious codes as a file, by number, without the code itself',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...suspiciousFilter }),
    reply: 'stream',
  },
  'POST /api/hq/suspicious-codes/:codeRef/clear': {
    summary: 'Somebody has looked at it; it is listed again when more people scan it',
    access: 'staff',
    params: codeParams,
    body: strictObject({ note: line(200) }),
    reply: Empty,
  },
} as const;
