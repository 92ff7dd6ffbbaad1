import type {
  BodyOf,
  NoticeChannel,
  NoticeFieldSource,
  NoticeKind,
  Settings,
} from '@mashang/contract';
import { channels } from './use-delivery-list.ts';

type Body = Omit<BodyOf<'PUT /api/hq/settings/wechat-notices'>, 'version'>;
type SentTemplate = Body['templates'][number];

export interface ChannelChoice {
  channel: NoticeChannel;
  isOn: boolean;
}
export interface TemplateField {
  name: string;
  from: NoticeFieldSource;
}
export interface NoticeTemplate {
  channel: SentTemplate['channel'];
  templateId: string;
  title: string;
  kinds: NoticeKind[];
  fields: TemplateField[];
}
interface NoticeForm {
  /** All of them in their order; those that are off come after those in use. */
  channels: ChannelChoice[];
  templates: NoticeTemplate[];
}
export interface TemplateErrors {
  templateId?: 'required' | 'idTwice';
  title?: 'required';
  kinds?: 'kinds' | 'kindTwice';
  fields?: 'required';
  /** By the place of the field. */
  names: ('fieldName' | 'fieldTwice' | undefined)[];
}

export const templatesMax = 25;
export const fieldsMax = 8;
export const kinds = [
  'redemptionApplied',
  'redemptionApproved',
  'redemptionShipped',
  'redemptionReceived',
  'redemptionRejected',
  'redemptionCancelled',
  'pointsAdjusted',
  'accountFrozen',
  'accountThawed',
  'appealAnswered',
  'appealGranted',
] as const satisfies NoticeKind[];
export const sources = [
  'title',
  'detail',
  'memberName',
  'moment',
  'giftName',
  'quantity',
  'carrier',
  'trackingNumber',
  'redemptionId',
  'points',
  'balanceAfter',
  'reason',
] as const satisfies NoticeFieldSource[];

const fieldNamePattern = /^[a-z_]{1,30}[0-9]{0,3}$/;

/** The settings as they stand in the form. */
export function noticeFormOf({ wechatNotices }: Settings): NoticeForm {
  const inUse: NoticeChannel[] = [...wechatNotices.channels];
  const off = channels.filter((channel) => !inUse.includes(channel));
  return {
    channels: [
      ...inUse.map((channel) => ({ channel, isOn: true })),
      ...off.map((channel) => ({ channel, isOn: false })),
    ],
    templates: wechatNotices.templates.map((template) => ({
      ...template,
      kinds: [...template.kinds],
      fields: template.fields.map((field) => ({ ...field })),
    })),
  };
}

/** A template to be filled in, with the field most templates have. */
export function newTemplate(): NoticeTemplate {
  const fields: TemplateField[] = [{ name: 'thing1', from: 'title' }];
  return { channel: 'subscription', templateId: '', title: '', kinds: [], fields };
}

/** What is sent, or what cannot be, template by template. */
export function readNoticeForm(
  form: NoticeForm,
): { body: Body; errors?: never } | { errors: TemplateErrors[]; body?: never } {
  const templates = form.templates.map((template) => ({
    ...template,
    templateId: template.templateId.trim(),
    title: template.title.trim(),
    fields: template.fields.map(({ name, from }) => ({ name: name.trim(), from })),
  }));
  const errors = templates.map((_, index) => errorsOf(templates, index));
  if (errors.some(isWrong)) return { errors };
  const inUse = form.channels.filter(({ isOn }) => isOn).map(({ channel }) => channel);
  return { body: { channels: inUse, templates } };
}

/** Notices an earlier template of the same channel tells already: one is told by one template. */
export function takenKinds(templates: readonly NoticeTemplate[], index: number): NoticeKind[] {
  const earlier = earlierOnes(templates, index).flatMap((one) => one.kinds);
  return templates[index]?.kinds.filter((kind) => earlier.includes(kind)) ?? [];
}

function earlierOnes(templates: readonly NoticeTemplate[], index: number): NoticeTemplate[] {
  const channel = templates[index]?.channel;
  return templates.slice(0, index).filter((one) => one.channel === channel);
}

function errorsOf(templates: readonly NoticeTemplate[], index: number): TemplateErrors {
  const { templateId = '', title = '', kinds: chosen = [], fields = [] } = templates[index] ?? {};
  const isTwice = earlierOnes(templates, index).some((one) => one.templateId === templateId);
  const errors: TemplateErrors = {
    names: fields.map(({ name }, at) => {
      if (!fieldNamePattern.test(name)) return 'fieldName';
      return fields.findIndex((one) => one.name === name) < at ? 'fieldTwice' : undefined;
    }),
  };
  if (templateId === '') errors.templateId = 'required';
  else if (isTwice) errors.templateId = 'idTwice';
  if (title === '') errors.title = 'required';
  if (chosen.length === 0) errors.kinds = 'kinds';
  else if (takenKinds(templates, index).length > 0) errors.kinds = 'kindTwice';
  if (fields.length === 0) errors.fields = 'required';
  return errors;
}

function isWrong({ names, ...others }: TemplateErrors): boolean {
  return Object.keys(others).length > 0 || names.some(Boolean);
}
