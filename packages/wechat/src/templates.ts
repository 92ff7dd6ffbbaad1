import type { Call } from './api-call.ts';
import { readList, readText } from './read-answer.ts';
import type { AccountTemplate, TemplateChannel } from './wechat-client.ts';

// An account may choose 25; older ones have more.
const TEMPLATES_MAX = 1000;

/** Both lists say the same in different names. */
const LISTS = {
  template: {
    endpoint: '/cgi-bin/template/get_all_private_template',
    list: 'template_list',
    id: 'template_id',
  },
  subscription: { endpoint: '/wxaapi/newtmpl/gettemplate', list: 'data', id: 'priTmplId' },
} as const satisfies Record<TemplateChannel, { endpoint: string; list: string; id: string }>;

/** What the account has chosen on the platform, in its order. */
export async function listTemplates(
  call: Call,
  channel: TemplateChannel,
): Promise<AccountTemplate[]> {
  const { endpoint, list, id } = LISTS[channel];
  const answer = await call({ method: 'GET', endpoint });
  return readList(endpoint, answer[list], TEMPLATES_MAX).map((template) => ({
    templateId: readText(endpoint, template[id], 128),
    title: readText(endpoint, template.title, 200, 0),
    content: readText(endpoint, template.content, 4000, 0),
  }));
}
