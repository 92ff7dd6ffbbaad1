import type { NoticeChannel, Settings } from '@mashang/contract';

/** By which channels of WeChat members are told, and with which templates. */
export type NoticeSettings = Omit<Settings['wechatNotices'], 'version'>;

export type NoticeTemplate = NoticeSettings['templates'][number];

/** The template a kind of notice is told by in a channel; undefined when there is none. */
export function findTemplate(
  { templates }: NoticeSettings,
  channel: NoticeChannel,
  kind: NoticeTemplate['kinds'][number],
): NoticeTemplate | undefined {
  return templates.find(
    (template) => template.channel === channel && template.kinds.includes(kind),
  );
}
