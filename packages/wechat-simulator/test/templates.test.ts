import { expect, test } from 'vitest';
import type { SimulatorOptions, TemplateInput } from '../src/index.ts';
import { accessToken, aCallbackServer, aClock, aSimulator, callApi } from './harness.ts';

const template: TemplateInput = {
  templateId: 'T-shipped',
  channel: 'template',
  title: '商品发货通知',
  content:
    '商品名称:{{thing1.DATA}}\n快递单号:{{character_string2.DATA}}\n发货时间:{{time3.DATA}}\n',
};
const data = {
  thing1: { value: '酱油 500ml' },
  character_string2: { value: 'SF1234567890' },
  time3: { value: '2026年11月23日 15:01' },
};

/** An account with one template, a server that answers nothing, and a way to send. */
async function anAccount(options: Partial<SimulatorOptions> = {}) {
  const clock = aClock();
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ now: clock.now, callbackUrl: server.url, ...options });
  const { control } = simulator;
  control.setTemplates([template]);
  const [user] = control.users();
  const raw = async (change: object = {}) => {
    const body = { touser: user?.openId, template_id: 'T-shipped', data, ...change };
    const url = `/cgi-bin/message/template/send?access_token=${await accessToken(simulator)}`;
    return (await simulator.app.inject({ method: 'POST', url, payload: JSON.stringify(body) }))
      .body;
  };
  const send = async (change: object = {}) =>
    JSON.parse(await raw(change)) as { errcode: number; errmsg: string; msgid?: number };
  const reports = async () => {
    await control.whenQuiet();
    return control.pushes().map(({ event }) => event);
  };
  return { clock, control, simulator, raw, send, reports };
}

test('a template message appears as a card, its msgid is a bare number beyond 2^53, its fate is reported', async () => {
  const { control, raw, reports } = await anAccount();
  const answers = [await raw({ url: 'http://127.0.0.1:9/redemptions/1' }), await raw()];
  const msgIds = answers.map((text) => /"msgid":(\d+)\}$/.exec(text)?.[1] ?? '');
  expect(msgIds.every((msgId) => BigInt(msgId) > 2n ** 53n)).toBe(true);
  expect(new Set(msgIds).size).toBe(2);
  expect(await reports()).toEqual(
    msgIds.map((msgId) => ({ kind: 'TEMPLATESENDJOBFINISH', msgId, status: 'success' })),
  );
  expect(control.pushes()[0]?.xml).toContain(`<MsgID>${msgIds[0]}</MsgID><Status>`);
  expect(control.messages('a')[0]).toMatchObject({
    from: 'account',
    kind: 'template',
    text: '商品发货通知\n商品名称：酱油 500ml\n快递单号：SF1234567890\n发货时间：2026年11月23日 15:01',
    card: { url: 'http://127.0.0.1:9/redemptions/1', isServiceNotice: false },
  });
});

test.each(['failed:user block', 'failed: system failed'] as const)(
  'a message that ends as "%s" is taken, shown to nobody, and reported so',
  async (status) => {
    const { control, send, reports } = await anAccount();
    control.changeUser('a', { deliveryReport: status });
    expect(await send()).toMatchObject({ errcode: 0 });
    expect(await reports()).toMatchObject([{ kind: 'TEMPLATESENDJOBFINISH', status }]);
    expect(control.messages('a')).toEqual([]);
  },
);

test('a user can refuse one template: 43101, until that is taken back', async () => {
  const { control, send, reports } = await anAccount();
  expect(await control.refuseTemplate('a', 'T-shipped')).toBeNull();
  expect(await send()).toMatchObject({ errcode: 43101 });
  control.changeUser('a', { refusedTemplates: [] });
  expect(await send()).toMatchObject({ errcode: 0 });
  expect(await reports()).toHaveLength(1);
});

test('the same client_msg_id sends one message in ten minutes', async () => {
  const { clock, control, raw } = await anAccount();
  const first = await raw({ client_msg_id: 'n-1' });
  expect(await raw({ client_msg_id: 'n-1' })).toBe(first);
  expect(await raw({ client_msg_id: 'n-2' })).not.toBe(first);
  clock.advanceSeconds(600);
  expect(await raw({ client_msg_id: 'n-1' })).not.toBe(first);
  expect(control.messages('a')).toHaveLength(3);
});

test.each([
  ['a stranger to the account', { touser: 'o-nobody' }, 40003],
  ['another template', { template_id: 'T-other' }, 40037],
  ['no data', { data: undefined }, 47003],
  ['a missing value', { data: { ...data, thing1: {} } }, 47003],
  ['an empty value', { data: { ...data, thing1: { value: ' ' } } }, 47003],
  ['21 characters', { data: { ...data, thing1: { value: '字'.repeat(21) } } }, 47003],
  ['two lines', { data: { ...data, thing1: { value: '一\n二' } } }, 47003],
  ['Chinese in a number', { data: { ...data, character_string2: { value: '单号' } } }, 47003],
  ['no time', { data: { ...data, time3: { value: '昨天' } } }, 47003],
])('template/send refuses %s', async (_what, change, errcode) => {
  const { control, send, reports } = await anAccount();
  expect(await send(change)).toMatchObject({ errcode });
  expect(await reports()).toEqual([]);
  expect(control.messages('a')).toEqual([]);
});

test('template/send names the field, refuses who does not follow, and ends with the quota of the day', async () => {
  const path = '/cgi-bin/message/template/send';
  const { control, send } = await anAccount({ quotas: { [path]: { daily: 3 } } });
  const { errmsg } = await send({ data: { ...data, thing1: { value: '字'.repeat(21) } } });
  expect(errmsg).toMatch(/^argument invalid! data\.thing1\.value invalid rid: /);
  control.changeUser('a', { following: false });
  expect(await send()).toMatchObject({ errcode: 43004 });
  control.changeUser('a', { following: true });
  expect(await send()).toMatchObject({ errcode: 0 });
  expect(await send()).toMatchObject({ errcode: 45009 });
});

test('the templates of both channels are listed where the platform lists them', async () => {
  const { control, simulator } = await anAccount();
  control.setTemplates([
    template,
    { ...template, templateId: 'S-shipped', channel: 'subscription' },
  ]);
  const token = await accessToken(simulator);
  const { title, content } = template;
  const list = (path: string) => callApi(simulator, `${path}?access_token=${token}`);
  expect(await list('/cgi-bin/template/get_all_private_template')).toMatchObject({
    template_list: [{ template_id: 'T-shipped', title, content }],
  });
  expect(await list('/wxaapi/newtmpl/gettemplate')).toMatchObject({
    errcode: 0,
    data: [{ priTmplId: 'S-shipped', title, content, type: 2 }],
  });
});
