import { describe, expect, test } from 'vitest';
import { wechatBody } from './setting-bodies.test-support.ts';
import { useSettingsBench } from './settings-bench.ts';

const bench = useSettingsBench();

const key = (letter: string) => letter.repeat(43);

async function saveKey(version: number, fields: { encodingAesKey?: string; appId?: string }) {
  const given = Object.entries(wechatBody).filter(([name]) => name !== 'encodingAesKey');
  const body = Object.fromEntries(given);
  const { status } = await bench.call('PUT /api/hq/settings/wechat', {
    ...body,
    ...fields,
    version,
  });
  expect(status).toBe(200);
  const { encodingAesKey, encodingAesKeyPrevious } = (await bench.settings.read()).wechat;
  return [encodingAesKey, encodingAesKeyPrevious];
}

describe('the EncodingAESKey', () => {
  test('S20: a new key keeps the one before, the last one only, and saving again keeps both', async () => {
    expect(await saveKey(0, { encodingAesKey: key('a') })).toEqual([key('a'), '']);
    expect(await saveKey(1, {})).toEqual([key('a'), '']);
    expect(await saveKey(2, { encodingAesKey: key('a') })).toEqual([key('a'), '']);
    expect(await saveKey(3, { encodingAesKey: key('b') })).toEqual([key('b'), key('a')]);
    expect(await saveKey(4, {})).toEqual([key('b'), key('a')]);
    expect(await saveKey(5, { encodingAesKey: key('c') })).toEqual([key('c'), key('b')]);
  });

  test('S20: a forgotten key, and one of another account, leave nothing behind', async () => {
    await saveKey(0, { encodingAesKey: key('a') });
    await saveKey(1, { encodingAesKey: key('b') });
    const other = { appId: 'wxfedcba9876543210', encodingAesKey: key('c') };
    expect(await saveKey(2, other)).toEqual([key('c'), '']);
    expect(await saveKey(3, { appId: other.appId, encodingAesKey: key('d') })).toEqual([
      key('d'),
      key('c'),
    ]);
    expect(await saveKey(4, { appId: other.appId, encodingAesKey: '' })).toEqual(['', '']);
  });
});

describe('files for the root of the domain', () => {
  test('S20: two of one name are refused, and so is what is no such file', async () => {
    const file = { name: 'MP_verify_a1.txt', content: 'a1' };
    const wrong = [
      [file, { ...file, content: 'b2' }],
      [{ ...file, name: '../MP_verify_a1.txt' }],
      [{ ...file, name: 'index.html' }],
      [{ ...file, content: '<script>' }],
      [{ ...file, content: 'a1\nb2' }],
    ];
    for (const verifyFiles of wrong) {
      const body = { ...wechatBody, verifyFiles };
      const { status, body: answer } = await bench.call('PUT /api/hq/settings/wechat', body);
      expect([verifyFiles, status, answer['code']]).toEqual([verifyFiles, 400, 'bad_request']);
    }
  });
});

describe('templates of notices', () => {
  const template = {
    channel: 'template',
    templateId: 'shipped-1',
    title: '发货通知',
    kinds: ['redemptionShipped'],
    fields: [{ name: 'thing1', from: 'giftName' }],
  };
  const save = (templates: object[], version = 0) =>
    bench.call('PUT /api/hq/settings/wechat-notices', {
      channels: ['subscription', 'template', 'customerService'],
      templates,
      version,
    });

  test('S20: are saved in the order the channels are tried, and cleaned', async () => {
    const subscription = { ...template, channel: 'subscription', templateId: ' shipped-2\u200b ' };
    const { status, body } = await save([template, subscription]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      wechatNotices: {
        channels: ['subscription', 'template', 'customerService'],
        templates: [template, { ...template, channel: 'subscription', templateId: 'shipped-2' }],
        version: 1,
      },
    });
    expect((await bench.settings.read()).wechatNotices.templates).toHaveLength(2);
    expect((await save([], 0)).body).toMatchObject({ code: 'changed_meanwhile' });
  });

  test.each([
    [
      'one notice by two templates of a channel',
      { ...template, templateId: 'shipped-2' },
      '同一种通知',
    ],
    ['one template twice in a channel', { ...template, kinds: ['appealAnswered'] }, '模板 ID'],
    ['a template of nothing visible', { ...template, templateId: '\u200b' }, '请填写'],
    [
      'one field twice',
      {
        ...template,
        templateId: 'other',
        kinds: ['appealGranted'],
        fields: [template.fields[0], { name: 'thing1', from: 'points' }],
      },
      '同名的字段',
    ],
  ])('S20: %s is refused in words', async (_what, second, word) => {
    const { status, body } = await save([template, second]);
    expect([status, body['code']]).toEqual([400, 'bad_request']);
    expect(body['message']).toContain(word);
  });

  test.each([
    { ...template, fields: [{ name: '<b>', from: 'giftName' }] },
    { ...template, fields: [{ name: 'thing1', from: 'password' }] },
    { ...template, kinds: ['nothingKnown'] },
    { ...template, channel: 'customerService' },
  ])('S20: a template that cannot be one is refused: %j', async (wrong) => {
    expect((await save([wrong])).status).toBe(400);
  });
});
