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
export type { Address } from './addresses.ts';
export type { Appeal, AppealDetail, AppealKind, AppealState, OwnAppeal } from './appeals.ts';
export type {
  Campaign,
  CampaignEffect,
  CampaignState,
  CampaignVerdict,
  DryRun,
  Occasion,
} from './campaigns.ts';
export type {
  Batch,
  BatchCounts,
  BatchState,
  CodeEvent,
  CodeEventAction,
  CodeLength,
  CodePreview,
  UrlForm,
} from './codes.ts';
export type {
  CodeImport,
  ImportDelimiter,
  ImportEncoding,
  ImportMapping,
  ImportPreview,
  ImportSource,
  ImportState,
  RejectionReason,
} from './code-imports.ts';
export type {
  Delivery,
  DeliveryMark,
  DeliveryPurpose,
  DeliveryState,
  Download,
  Pickup,
} from './deliveries.ts';
export type {
  ImageFormat,
  PrintColumn,
  PrintFormat,
  SheetFormat,
  TableFormat,
} from './print-formats.ts';
export type { CodeRange } from './ranges.ts';
export { ErrorReply, errorCodes } from './errors.ts';
export type { ErrorCode } from './errors.ts';
export type { Gift, GiftState, Picture, ShelfGift, StockMovement } from './gifts.ts';
export type {
  Alarm,
  AlarmKind,
  Allowance,
  BlacklistEntry,
  BlacklistKind,
  GuardLock,
  LockSubject,
} from './guards.ts';
export type { Member, MemberDetail, MemberImport } from './member-desk.ts';
export { isGtin, shortGtin, toGtin14 } from './gtin.ts';
export { openApi } from './open-api.ts';
export { policyVersion } from './members.ts';
export type { EntryKind, MemberKind, OwnEntry, OwnEntryStory, OwnMember } from './members.ts';
export type { Notice, NoticeKind } from './notices.ts';
export { LiveEvent } from './points.ts';
export type { LiveTotals, PointsEntry } from './points.ts';
export type { Poster } from './posters.ts';
export type { Product } from './products.ts';
export type {
  OwnRedemption,
  OwnRedemptionDetail,
  PackingSlip,
  Redemption,
  RedemptionState,
} from './redemptions.ts';
export { provinces } from './regions.ts';
export type {
  CodeHistory,
  LoggedOutcome,
  LoggedScan,
  ScanChannel,
  SuspiciousCode,
} from './scan-log.ts';
export type { Authenticity, AuthenticityCheck, ScanOutcome, UnknownReason } from './scans.ts';
export type { NoticeFieldSource, Settings } from './settings.ts';
export type { SmsMessage } from './sms.ts';
export type { AuditLine, OwnStaff, StaffAccount, StaffRole } from './staff.ts';
export type { StatisticsDimension, StatisticsRow } from './statistics.ts';
export type {
  DeclaredMenu,
  MenuState,
  MessageMode,
  NoticeChannel,
  NoticeDelivery,
  WechatCheck,
  WechatCheckName,
} from './wechat.ts';
