import type { AccountTemplate, TemplateChannel } from '@mashang/wechat';
import type { Check, NoticeSettings } from './check-tools.ts';
import { failed, passed, skipped, warning } from './check-tools.ts';

type ChosenTemplate = NoticeSettings['templates'][number];

/** Every template chosen for notices is one of the account's, and has the fields given to it. */
export const checkTemplates: Check = async ({ client, tools, said }) => {
  const { channels, templates } = await tools.readNoticeSettings();
  if (channels.length === 0) return skipped(said.templates.off);
  const used = (['subscription', 'template'] as const).filter((each) => channels.includes(each));
  if (used.length === 0) return passed(said.templates.noneNeeded);
  const chosen = templates.filter(({ channel }) => used.includes(channel));
  if (chosen.length === 0) return warning(said.templates.noneChosen);
  const known = await listKnown(used, (channel) => client.listTemplates(channel));
  const missing = chosen.filter((template) => !find(known, template));
  if (missing.length > 0) return failed(said.templates.missing(missing.map(nameOf)));
  const wrong = chosen.flatMap((template) => wrongFields(template, find(known, template)));
  if (wrong.length > 0) return warning(said.templates.wrongFields(wrong));
  return passed(said.templates.fine(chosen.length));
};

type KnownTemplate = AccountTemplate & { channel: TemplateChannel };

async function listKnown(
  channels: readonly TemplateChannel[],
  list: (channel: TemplateChannel) => Promise<AccountTemplate[]>,
): Promise<KnownTemplate[]> {
  const lists = await Promise.all(
    channels.map(async (channel) => (await list(channel)).map((each) => ({ ...each, channel }))),
  );
  return lists.flat();
}

function find(known: KnownTemplate[], chosen: ChosenTemplate): KnownTemplate | undefined {
  return known.find(
    ({ channel, templateId }) => channel === chosen.channel && templateId === chosen.templateId,
  );
}

/** The platform writes a field as {{thing1.DATA}}. */
function wrongFields(chosen: ChosenTemplate, known: KnownTemplate | undefined): string[] {
  const wrong = chosen.fields.filter(({ name }) => !known?.content.includes(`{{${name}.DATA}}`));
  return wrong.length > 0 ? [`${nameOf(chosen)}: ${wrong.map(({ name }) => name).join(' ')}`] : [];
}

function nameOf({ title, templateId }: ChosenTemplate): string {
  return `${title} (${templateId})`;
}
