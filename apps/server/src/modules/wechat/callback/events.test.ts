import { describe, expect, test } from 'vitest';
import { readVectors } from '../../../../../../packages/wechat/test/read-vectors.ts';
import { chatTexts } from '../../../texts-chat.ts';
import { texts } from '../../../texts.ts';
import { eventRules, ignoredEvents } from './event-rules.ts';
import { useRecordedChat } from './recorded-chat.test-support.ts';
import { eventXml, messageXml, publicUrl, scanXml, testAccount } from './test-chat.test-support.ts';

const { appId } = testAccount;
const recorded = useRecordedChat();
const { clock, calls, tell, second } = recorded;
const help = texts.zh.helpReply(`${publicUrl}/scan`, `${publicUrl}/points`);

describe('S2: events of the chat', () => {
  test('every event of the published vectors has a rule, or a reason to be silent', async () => {
    for (const { name, xml } of readVectors().events) {
      const event = /<Event><!\[CDATA\[(\w+)\]/.exec(xml)?.[1] ?? '';
      expect([name, eventRules.has(event) !== ignoredEvents.has(event)]).toEqual([name, true]);
      expect([name, (await recorded.chat.push(xml)).status]).toEqual([name, 200]);
    }
  });

  test('a scan of the menu is a scan; a code nobody’s page opens is one, too', async () => {
    const at = clock.now();
    await recorded.chat.push(scanXml('https://q.example.cn/C/A', { at }));
    await recorded.chat.push(scanXml('EAN_13,6911316223400', { at, scanType: 'barcode' }));
    await recorded.chat.push(scanXml('BARE-CODE', { at, event: 'scancode_push' }));
    const page = await recorded.chat.push(
      scanXml(' HTTPS://q.example.cn/C/A', { at, event: 'scancode_push' }),
    );
    expect(page.body).toBe('success');
    expect(calls.map(([, scan]) => scan)).toMatchObject([
      { appId, openId: 'oUser', text: 'https://q.example.cn/C/A', scanType: 'qrcode' },
      { text: 'EAN_13,6911316223400', scanType: 'barcode' },
      { text: 'BARE-CODE', scanType: 'qrcode' },
    ]);
  });

  test('a click on 我的积分 tells the points, another click how to go on', async () => {
    expect(await tell({ Event: 'CLICK', EventKey: 'MY_POINTS' })).toBe('当前积分 3 分');
    expect(await tell({ Event: 'CLICK', EventKey: 'OLD_BUTTON' })).toBe(help);
    expect(calls).toEqual([['answerPoints', { appId, openId: 'oUser' }]]);
  });

  test('words get help, a picture is sent to the page, what is for people is left to them', async () => {
    const say = async (fields: Record<string, string>) =>
      (await recorded.chat.push(messageXml(fields, { at: clock.now() }))).text;
    expect(await say({ MsgType: 'text', Content: '你好', MsgId: '1' })).toBe(help);
    expect(await say({ MsgType: 'image', PicUrl: 'http://x', MsgId: '2' })).toBe(
      chatTexts.zh.pictureReply(`${publicUrl}/scan`),
    );
    expect(await say({ MsgType: 'voice', MediaId: 'x', MsgId: '3' })).toBe(null);
    expect(await tell({ Event: 'VIEW', EventKey: publicUrl })).toBe(null);
    expect(await tell({ Event: 'an_event_of_2031' })).toBe(null);
    expect(calls).toEqual([]);
  });
});

describe('S20: what became of messages, and who wants them', () => {
  test('reports are handed on with ids beyond 2^53 and the platform’s own words', async () => {
    const list =
      '<SubscribeMsgSentEvent><List><TemplateId>t</TemplateId><MsgID>1700827132819554304</MsgID>' +
      '<ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List><List><MsgID>2</MsgID>' +
      '<ErrorCode>43101</ErrorCode><ErrorStatus>user refuse</ErrorStatus></List></SubscribeMsgSentEvent>';
    const status = 'failed:user block';
    await tell({ Event: 'TEMPLATESENDJOBFINISH', MsgID: '9007199254740993', Status: status });
    await tell({ Event: 'subscribe_msg_sent_event' }, { more: list });
    expect(calls.map(([, report]) => report)).toMatchObject([
      { appId, msgId: '9007199254740993', status },
      { appId, msgId: '1700827132819554304', status: 'success' },
      { appId, msgId: '2', status: 'failed:user refuse' },
    ]);
  });

  test('consents and refusals are told together, once, with their moment', async () => {
    const one = (id: string, status: string) =>
      `<List><TemplateId>${id}</TemplateId><SubscribeStatusString>${status}</SubscribeStatusString></List>`;
    const popup = `<SubscribeMsgPopupEvent>${one('a', 'accept')}${one('b', 'reject')}</SubscribeMsgPopupEvent>`;
    const xml = eventXml({ Event: 'subscribe_msg_popup_event' }, { at: clock.now(), more: popup });
    await Promise.all([recorded.chat.push(xml), recorded.chat.push(xml)]);
    const change = `<SubscribeMsgChangeEvent>${one('a', 'reject')}</SubscribeMsgChangeEvent>`;
    await tell({ Event: 'subscribe_msg_change_event' }, { more: change });
    const user = { appId, openId: 'oUser', at: second() };
    const [a, b] = ['a', 'b'];
    expect(calls.map(([, consent]) => consent)).toEqual([
      {
        ...user,
        changes: [
          { templateId: a, change: 'accepted' },
          { templateId: b, change: 'rejected' },
        ],
      },
      { ...user, changes: [{ templateId: a, change: 'rejected' }] },
    ]);
  });
});
