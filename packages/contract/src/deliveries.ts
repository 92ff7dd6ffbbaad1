import { Type } from 'typebox';
import type { Static } from 'typebox';
import { UrlForm } from './codes.ts';
import {
  BatchId,
  ExportFormat,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';
import { PrintFormat } from './print-formats.ts';

export const DeliveryPurpose = Type.Enum(['print', 'sample', 'archive']);
export type DeliveryPurpose = Static<typeof DeliveryPurpose>;

export const DeliveryState = Type.Enum(['open', 'usedUp', 'expired', 'revoked']);
export type DeliveryState = Static<typeof DeliveryState>;

/** One copy of a print file on its way out, without any code. */
export const Delivery = strictObject({
  deliveryId: Id,
  batchId: Id,
  firstSerial: Type.Integer(),
  lastSerial: Type.Integer(),
  purpose: DeliveryPurpose,
  recipient: Type.String(),
  note: Type.String(),
  format: PrintFormat,
  urlForm: UrlForm,
  isProtected: Type.Boolean(),
  hasLink: Type.Boolean(),
  state: DeliveryState,
  expiresAt: Moment,
  downloadsMax: Type.Integer(),
  downloadsDone: Type.Integer(),
  /** Serials that stand in this copy only. */
  markCount: Type.Integer(),
  /** How many of them were scanned by anybody. */
  marksScanned: Type.Integer(),
  revokedAt: nullable(Moment),
  revokedByName: nullable(Type.String()),
  revokeReason: nullable(Type.String()),
  firstFetchedAt: nullable(Moment),
  createdByName: Type.String(),
  createdAt: Moment,
});
export type Delivery = Static<typeof Delivery>;

export const DeliveryMark = strictObject({
  /** `batchId-serial` of the mark. */
  codeRef: Type.String(),
  /** The serial whose place it takes. */
  standsFor: Type.Integer(),
  scans: Type.Integer(),
  firstScannedAt: nullable(Moment),
  lastScannedAt: nullable(Moment),
  provinces: Type.Array(Type.String()),
});
export type DeliveryMark = Static<typeof DeliveryMark>;

export const Download = strictObject({
  downloadId: Id,
  /** Null: by the link, without an account. */
  staffName: nullable(Type.String()),
  address: Type.String(),
  userAgent: Type.String(),
  /** Times it was fetched, e.g. again after a broken connection. */
  fetches: Type.Integer(),
  bytesSent: Type.Integer(),
  completedAt: nullable(Moment),
  createdAt: Moment,
});
export type Download = Static<typeof Download>;

/** What the one with the link is told. */
export const Pickup = strictObject({
  brandName: Type.String(),
  recipient: Type.String(),
  fileName: Type.String(),
  codes: Type.Integer(),
  /** Null where it cannot be known before. */
  fileBytes: nullable(Type.Integer()),
  isProtected: Type.Boolean(),
  state: DeliveryState,
  expiresAt: Moment,
  downloadsLeft: Type.Integer(),
});
export type Pickup = Static<typeof Pickup>;

const deliveryParams = strictObject({ deliveryId: Id });
/** Of any length: a wrong one is answered like an unknown one, whatever its shape. */
const token = Type.String({ maxLength: 1_000 });

const deliveryFilter = {
  batchId: Type.Optional(BatchId),
  purpose: Type.Optional(DeliveryPurpose),
  state: Type.Optional(DeliveryState),
  search: Type.Optional(Type.String({ maxLength: 80 })),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};

/** Shown once; asking again makes new ones. */
const secrets = {
  link: nullable(Type.String()),
  password: nullable(Type.String()),
};

export const deliveryOperations = {
  'POST /api/hq/batches/:batchId/deliveries': {
    summary: 'Make a copy of the print file for somebody; link and password are shown once',
    access: 'staff',
    role: 'administrator',
    params: strictObject({ batchId: BatchId }),
    body: strictObject({
      firstSerial: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 36 - 1 })),
      lastSerial: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 36 - 1 })),
      purpose: DeliveryPurpose,
      recipient: line(80),
      note: Type.Optional(note(200)),
      format: PrintFormat,
      /** AES-256 ZIP with a password of our making. */
      isProtected: Type.Boolean(),
      /** A link that works without an account; only for protected files. */
      hasLink: Type.Boolean(),
      expiresAt: Moment,
      downloadsMax: Type.Integer({ minimum: 1, maximum: 100 }),
      /** Absent: as many as fit its size, 8 to 32. */
      markCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
    }),
    reply: strictObject({ delivery: Delivery, ...secrets }),
  },
  'GET /api/hq/deliveries': {
    summary:
      'Copies of print files: who got them, until when, and whether one of their marks turned up',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...deliveryFilter }),
    reply: pageOf(Delivery),
  },
  'GET /api/hq/deliveries/export': {
    summary: 'The same as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...deliveryFilter }),
    reply: 'stream',
  },
  'GET /api/hq/deliveries/:deliveryId': {
    summary: 'One copy',
    access: 'staff',
    params: deliveryParams,
    reply: Delivery,
  },
  'GET /api/hq/deliveries/:deliveryId/file': {
    summary: 'The file itself, for head office; Range works where every line is as long',
    access: 'staff',
    role: 'administrator',
    audited: true,
    params: deliveryParams,
    reply: 'stream',
  },
  'GET /api/hq/deliveries/:deliveryId/downloads': {
    summary: 'Who took it, when and from where',
    access: 'staff',
    params: deliveryParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(Download),
  },
  'GET /api/hq/deliveries/:deliveryId/marks': {
    summary: 'The serials that stand in this copy only, and whether they were scanned',
    access: 'staff',
    role: 'administrator',
    params: deliveryParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(DeliveryMark),
  },
  'POST /api/hq/deliveries/:deliveryId/revoke': {
    summary: 'Nobody can take it any more; a scan of one of its marks from now on is an alarm',
    access: 'staff',
    role: 'administrator',
    params: deliveryParams,
    body: strictObject({ reason: line(200) }),
    reply: Delivery,
  },
  'POST /api/hq/deliveries/:deliveryId/extend': {
    summary: 'Allow more downloads, or for longer',
    access: 'staff',
    role: 'administrator',
    params: deliveryParams,
    body: strictObject({
      expiresAt: Moment,
      downloadsMax: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
    reply: Delivery,
  },
  'POST /api/hq/deliveries/:deliveryId/secrets': {
    summary: 'A new link and a new password for the same copy; the old ones end',
    access: 'staff',
    role: 'administrator',
    params: deliveryParams,
    body: strictObject({}),
    reply: strictObject({ delivery: Delivery, ...secrets }),
  },
  'POST /api/pickups': {
    summary: 'What waits behind a link, for whom, and how often it may still be taken',
    access: 'public',
    body: strictObject({ token }),
    reply: Pickup,
  },
  'POST /api/pickups/downloads': {
    summary: 'Start a download: counted now, and good for a day so that it can be resumed',
    access: 'public',
    body: strictObject({ token }),
    reply: strictObject({
      /** Address of the file on this site. */
      path: Type.String(),
      expiresAt: Moment,
    }),
  },
  'GET /api/pickups/files/:ticket': {
    summary: 'The file of a started download',
    access: 'public',
    params: strictObject({ ticket: token }),
    reply: 'stream',
  },
} as const;
