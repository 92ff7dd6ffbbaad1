import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Template, TemplateChannel, TemplateRow } from '../state.ts';
import { PlatformError } from './platform-error.ts';

/** What a test says of a template; the rest is made up. */
export type TemplateInput = Pick<Template, 'channel' | 'title' | 'content'> & Partial<Template>;

/** Templates a fresh account has, so that there is something to choose from. */
export function exampleTemplates(appId: string): Template[] {
  const shipped =
    '商品名称:{{thing1.DATA}}\n快递公司:{{thing2.DATA}}\n快递单号:{{character_string3.DATA}}\n';
  const answered = '申请内容:{{thing1.DATA}}\n处理结果:{{phrase2.DATA}}\n处理时间:{{time3.DATA}}\n';
  const examples: TemplateInput[] = [
    { channel: 'template', title: '商品发货通知', content: shipped },
    { channel: 'template', title: '申请处理结果通知', content: answered },
    { channel: 'subscription', title: '兑换商品发货提醒', content: shipped },
    { channel: 'subscription', title: '申请处理结果提醒', content: answered },
  ];
  return examples.map((example) => completeTemplate(appId, example));
}

/** Makes up the id (43 characters, the same for the same title) and the example. */
export function completeTemplate(appId: string, input: TemplateInput): Template {
  const { channel, title, content } = input;
  const digest = createHash('sha256').update(JSON.stringify([appId, channel, title]));
  return {
    templateId: input.templateId ?? digest.digest('base64url'),
    channel,
    title,
    content,
    example: input.example ?? content.replace(placeholders, '…'),
    type: input.type ?? 2,
  };
}

/** Throws 40037 unless the account has this template for this way of sending. */
export function findTemplate(
  context: Context,
  channel: TemplateChannel,
  templateId: unknown,
): Template {
  const template = context.state.templates.find(
    (known) => known.channel === channel && known.templateId === templateId,
  );
  if (!template) throw new PlatformError(40037, 'invalid template_id');
  return template;
}

/**
 * The lines of the message. Throws 47003, in the platform's words, when a value of the template is
 * missing, empty, or not of the form its name asks for; what the template does not know is ignored.
 */
export function readTemplateData(template: Template, data: unknown): TemplateRow[] {
  const lines = template.content.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => ({
    name: (line.split('{{', 1)[0] ?? '').replace(/[:：]\s*$/, ''),
    value: Array.from(line.matchAll(placeholders), ([, key = '']) => readValue(data, key)).join(
      ' ',
    ),
  }));
}

const placeholders = /\{\{(\w+)\.DATA\}\}/g;

/** By the name before the number; the table of the platform's page on parameters, recalled. */
const forms: Record<string, RegExp> = {
  thing: /^[^\n]{1,20}$/u,
  number: /^-?\d{1,32}(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\d\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(.*[\d日]\s?)?\d{1,2}:\d{2}(:\d{2})?([~～-].*\d)?$/,
  date: /^\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}日?(\s?\d{1,2}:\d{2}(:\d{2})?)?([~～].*)?$/,
  amount: /^[¥￥$]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^[\p{L}\d]{1,8}$/u,
  name: /^(\p{Script=Han}{1,10}|[A-Za-z\p{P} ]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
};
/** Constants and unknown kinds: what has held for every field since May 2023. */
const anyForm = /^[^\n]{1,20}$/u;

function readValue(data: unknown, key: string): string {
  const field = isRecord(data) ? data[key] : undefined;
  const value = isRecord(field) ? field['value'] : undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw refuse(key, 'is empty');
  const text = String(value).trim();
  if (text === '') throw refuse(key, 'is empty');
  const kind = key.replace(/\d+$/, '');
  const form = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  if (!(form ?? anyForm).test(text)) throw refuse(key, 'invalid');
  return text;
}

function refuse(key: string, why: string): PlatformError {
  return new PlatformError(47003, `argument invalid! data.${key}.value ${why}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
