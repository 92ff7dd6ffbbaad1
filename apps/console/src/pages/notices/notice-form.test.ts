import type { Settings } from '@mashang/contract';
import { expect, test } from 'vitest';
import { newTemplate, noticeFormOf, readNoticeForm, takenKinds } from './notice-form.ts';
import type { NoticeTemplate } from './notice-form.ts';

const shipped: NoticeTemplate = {
  channel: 'template',
  templateId: 'tpl-1',
  title: '发货提醒',
  kinds: ['redemptionShipped'],
  fields: [
    { name: 'thing1', from: 'giftName' },
    { name: 'character_string2', from: 'trackingNumber' },
  ],
};
const settings = {
  wechatNotices: { channels: ['template', 'customerService'], templates: [shipped], version: 2 },
} as unknown as Settings;

test('S20: channels are sent in their order, those switched off are left out', () => {
  const form = noticeFormOf(settings);
  expect(form.channels.map(({ channel }) => channel)).toEqual([
    'template',
    'customerService',
    'subscription',
  ]);
  expect(readNoticeForm(form).body).toEqual({
    channels: ['template', 'customerService'],
    templates: [shipped],
  });
  const moved = form.channels.toReversed().map((one) => ({ ...one, isOn: true }));
  expect(readNoticeForm({ ...form, channels: moved }).body?.channels).toEqual([
    'subscription',
    'customerService',
    'template',
  ]);
});

test('S20: a template that is not complete is pointed at, field by field', () => {
  const form = noticeFormOf(settings);
  const fields = [
    { name: 'Thing1', from: 'title' as const },
    { name: 'thing2', from: 'title' as const },
    { name: ' thing2 ', from: 'moment' as const },
  ];
  const { errors } = readNoticeForm({
    ...form,
    templates: [shipped, { ...newTemplate(), templateId: ' ', fields }],
  });
  expect(errors).toEqual([
    { names: [undefined, undefined] },
    {
      templateId: 'required',
      title: 'required',
      kinds: 'kinds',
      names: ['fieldName', undefined, 'fieldTwice'],
    },
  ]);
});

test('S20: within a channel a notice is told by one template, and a template stands once', () => {
  const second: NoticeTemplate = { ...shipped, kinds: ['redemptionApproved', 'redemptionShipped'] };
  expect(takenKinds([shipped, second], 1)).toEqual(['redemptionShipped']);
  expect(takenKinds([shipped, second], 0)).toEqual([]);
  expect(takenKinds([shipped, { ...second, channel: 'subscription' }], 1)).toEqual([]);
  const form = noticeFormOf(settings);
  expect(readNoticeForm({ ...form, templates: [shipped, second] }).errors?.[1]).toMatchObject({
    templateId: 'idTwice',
    kinds: 'kindTwice',
  });
});
