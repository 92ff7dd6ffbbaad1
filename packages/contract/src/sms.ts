import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  ExportFormat,
  Id,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
  TimeOrder,
} from './common.ts';

const SmsState = Type.Enum(['sending', 'sent', 'failed']);

export const SmsMessage = strictObject({
  smsMessageId: Id,
  /** Last four digits: all that is kept in the clear. */
  mobileLast4: Type.String(),
  provider: Type.String(),
  state: SmsState,
  failure: nullable(Type.String()),
  /** Why the first provider did not take it, when a second one did. */
  firstFailure: nullable(Type.String()),
  priceMilliyuan: Type.Integer(),
  address: Type.String(),
  createdAt: Moment,
});
export type SmsMessage = Static<typeof SmsMessage>;

const smsFilter = {
  state: Type.Optional(SmsState),
  provider: Type.Optional(Type.String({ maxLength: 40 })),
  mobileLast4: Type.Optional(Type.String({ pattern: '^[0-9]{4}$' })),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: TimeOrder,
};

export const smsOperations = {
  'GET /api/hq/sms/summary': {
    summary: 'This Beijing month: messages, cost against the budget, failures, by day and provider',
    access: 'staff',
    query: strictObject({
      month: Type.Optional(Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })),
    }),
    reply: strictObject({
      month: Type.String(),
      sent: Type.Integer(),
      failed: Type.Integer(),
      costMilliyuan: Type.Integer(),
      /** null: no budget was set. */
      budgetMilliyuan: nullable(Type.Integer()),
      /** alarm: the alarm share is used up; stopped: nothing more is sent this month. */
      budgetState: Type.Enum(['none', 'fine', 'alarm', 'stopped']),
      /** In the order they are tried; none: no channel is configured. */
      providers: Type.Array(Type.String()),
      days: Type.Array(
        strictObject({
          day: Type.String(),
          provider: Type.String(),
          sent: Type.Integer(),
          failed: Type.Integer(),
          costMilliyuan: Type.Integer(),
        }),
      ),
      failures: Type.Array(strictObject({ reason: Type.String(), count: Type.Integer() })),
    }),
  },
  'GET /api/hq/sms/messages': {
    summary: 'Every message',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...smsFilter }),
    reply: pageOf(SmsMessage),
  },
  'GET /api/hq/sms/messages/export': {
    summary: 'Messages as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...smsFilter }),
    reply: 'stream',
  },
} as const;
