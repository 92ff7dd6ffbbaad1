import type { BodyOf, NoticeKind } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import {
  noticeKindTwice,
  noticeTemplateEmpty,
  templateFieldTwice,
  templateIdTwice,
} from './errors.ts';
import type { SavingTools } from './save-settings.ts';
import { saveSetting } from './setting-store.ts';
import type { WechatNoticeSettings } from './setting-values.ts';

type Template = WechatNoticeSettings['templates'][number];

/**
 * Within a channel a template stands once, and a notice is told by one template: otherwise nobody knows
 * which of two goes out. Throws bad_request, changed_meanwhile.
 */
export async function saveWechatNotices(
  tx: Tx,
  tools: SavingTools,
  { channels, templates: given, version }: BodyOf<'PUT /api/hq/settings/wechat-notices'>,
): Promise<void> {
  const templates = given.map(cleanTemplate);
  for (const channel of ['subscription', 'template'] as const) {
    refuseCollisions(templates.filter((template) => template.channel === channel));
  }
  const value = { channels, templates };
  await saveSetting(tx, tools.masterKey, { ...tools, name: 'wechatNotices', value, version });
}

function cleanTemplate(template: Template): Template {
  const clean = {
    ...template,
    templateId: cleanLine(template.templateId),
    title: cleanLine(template.title),
  };
  if (clean.templateId === '' || clean.title === '') throw noticeTemplateEmpty();
  const names = new Set(template.fields.map(({ name }) => name));
  if (names.size < template.fields.length) throw templateFieldTwice(clean.title);
  return clean;
}

function refuseCollisions(templates: Template[]): void {
  const ids = new Set<string>();
  const titles = new Map<NoticeKind, string>();
  for (const { templateId, title, kinds } of templates) {
    if (ids.has(templateId)) throw templateIdTwice(title);
    ids.add(templateId);
    for (const kind of kinds) {
      const other = titles.get(kind);
      if (other !== undefined) throw noticeKindTwice(other, title);
      titles.set(kind, title);
    }
  }
}
