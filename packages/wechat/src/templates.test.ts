import { expect, test } from 'vitest';
import { errorOf, ok, startClient } from '../test/client-harness.ts';

const TEMPLATES = '/cgi-bin/template/get_all_private_template';
const SUBSCRIPTIONS = '/wxaapi/newtmpl/gettemplate';
const words = { title: '发货通知', content: '单号 {{character_string1.DATA}}', example: '单号 1' };

test('S16: the templates of both channels are read alike', async () => {
  const { client } = await startClient({
    [TEMPLATES]: () => ({ template_list: [{ template_id: 'TM1', ...words }] }),
    [SUBSCRIPTIONS]: () => ({ ...ok(), data: [{ priTmplId: 'SM1', type: 2, ...words }] }),
  });
  const { title, content } = words;
  expect(await client.listTemplates('template')).toEqual([{ templateId: 'TM1', title, content }]);
  expect(await client.listTemplates('subscription')).toEqual([
    { templateId: 'SM1', title, content },
  ]);
});

test('S16: an account without templates has none', async () => {
  const { client } = await startClient({ [TEMPLATES]: ok, [SUBSCRIPTIONS]: ok });
  expect(await client.listTemplates('template')).toEqual([]);
  expect(await client.listTemplates('subscription')).toEqual([]);
});

test('S16: a list of something else, or without end, is no list', async () => {
  const lists = [
    'TM1',
    ['TM1'],
    [null],
    [{ ...words }],
    [{ template_id: 'x'.repeat(129), ...words }],
    [{ template_id: 'TM1', title: words.title, content: 'x'.repeat(4001) }],
    Array.from({ length: 1001 }, () => ({ template_id: 'TM1', ...words })),
  ];
  const { client } = await startClient({
    [TEMPLATES]: (_, count) => ({ template_list: lists[count - 1] }),
  });
  for (const list of lists) {
    const error = await errorOf(client.listTemplates('template'));
    expect(error, JSON.stringify(list).slice(0, 200)).toMatchObject({ errcode: 0 });
  }
});
