import type { Static, TSchema } from 'typebox';
import { addressOperations } from './addresses.ts';
import { appealOperations } from './appeals.ts';
import { campaignOperations } from './campaigns.ts';
import { codeImportOperations } from './code-imports.ts';
import { codeOperations } from './codes.ts';
import { deliveryOperations } from './deliveries.ts';
import { giftOperations } from './gifts.ts';
import { guardOperations } from './guards.ts';
import { memberDeskOperations } from './member-desk.ts';
import { memberOperations } from './members.ts';
import { noticeOperations } from './notices.ts';
import { passwordOperations } from './passwords.ts';
import { pointsOperations } from './points.ts';
import { posterOperations } from './posters.ts';
import { productOperations } from './products.ts';
import { rangeOperations } from './ranges.ts';
import { redemptionOperations } from './redemptions.ts';
import { scanLogOperations } from './scan-log.ts';
import { scanOperations } from './scans.ts';
import { settingOperations } from './settings.ts';
import { smsOperations } from './sms.ts';
import { staffOperations } from './staff.ts';
import { statisticsOperations } from './statistics.ts';
import { wechatOperations } from './wechat.ts';

/**
 * Every HTTP operation of the product, keyed by its line. One search for a line finds the contract,
 * the route, the page that calls it and the test.
 */
export const api = {
  ...scanOperations,
  ...scanLogOperations,
  ...memberOperations,
  ...passwordOperations,
  ...addressOperations,
  ...giftOperations,
  ...redemptionOperations,
  ...noticeOperations,
  ...staffOperations,
  ...memberDeskOperations,
  ...productOperations,
  ...codeOperations,
  ...rangeOperations,
  ...deliveryOperations,
  ...codeImportOperations,
  ...campaignOperations,
  ...guardOperations,
  ...appealOperations,
  ...pointsOperations,
  ...statisticsOperations,
  ...smsOperations,
  ...settingOperations,
  ...wechatOperations,
  ...posterOperations,
} as const satisfies Record<string, Operation>;

/** Who may call an operation: anybody, a signed-in member, or signed-in staff. */
export type Access = 'public' | 'member' | 'staff';

export interface Operation {
  summary: string;
  access: Access;
  /** The least a member of staff must be; operators may do everything that does not say so. */
  role?: 'administrator';
  /** Open to a member who still has to choose a password. */
  beforePassword?: true;
  /** Head-office writes always leave a line in the audit log; a read does when it says so. */
  audited?: true;
  params?: TSchema;
  query?: TSchema;
  /** A schema for JSON, `'stream'` for a file sent as it is, absent for GET. */
  body?: TSchema | 'stream';
  /** A schema for JSON, `'stream'` for files and event streams. */
  reply: TSchema | 'stream';
}

export type Api = typeof api;
export type OperationLine = keyof Api;

type Value<Line extends OperationLine, Part extends string> = Api[Line] extends {
  [key in Part]: infer Schema;
}
  ? Schema extends TSchema
    ? Static<Schema>
    : undefined
  : undefined;

export type ParamsOf<Line extends OperationLine> = Value<Line, 'params'>;
export type QueryOf<Line extends OperationLine> = Value<Line, 'query'>;
export type BodyOf<Line extends OperationLine> = Value<Line, 'body'>;
export type ReplyOf<Line extends OperationLine> = Value<Line, 'reply'>;
