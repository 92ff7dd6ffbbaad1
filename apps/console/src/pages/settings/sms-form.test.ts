import type { Settings } from '@mashang/contract';
import { expect, test } from 'vitest';
import { newSecret, readSmsForm, smsFormOf, toggleChannel } from './sms-form.ts';

const settings = {
  sms: {
    providers: ['aliyun'],
    priceMilliyuan: 45,
    monthlyBudgetYuan: null,
    alarmPercent: 80,
    perNumberAndDayMax: 10,
    perAddressAndHourMax: 30,
    perMinuteMax: 100,
    aliyun: {
      accessKeyId: 'id',
      signName: '码上',
      templateCode: 'SMS_1',
      templateParameter: 'code',
      accessKeySecretIsSet: true,
    },
    tencent: {
      secretId: '',
      sdkAppId: '',
      signName: '',
      templateId: '',
      region: '',
      secretKeyIsSet: false,
    },
    inForce: [],
    version: 3,
  },
} as unknown as Settings;

test('S19: an untouched form says what was saved, and no secret', () => {
  const { body } = readSmsForm(smsFormOf(settings));
  expect(body).toMatchObject({ priceMilliyuan: 45, monthlyBudgetYuan: null, alarmPercent: 80 });
  expect(body?.aliyun).not.toHaveProperty('accessKeySecret');
  expect(body?.aliyun).not.toHaveProperty('accessKeySecretIsSet');
});

test('S19: numbers out of bounds are pointed at', () => {
  const form = smsFormOf(settings);
  Object.assign(form.texts, { price: '0.0451', alarm: '101', budget: '1.5', perMinute: '0' });
  expect(readSmsForm(form).errors).toEqual({
    price: true,
    alarm: true,
    budget: true,
    perMinute: true,
  });
});

test('S19: a secret is kept, forgotten or replaced, never sent by accident', () => {
  expect(newSecret('key', undefined)).toEqual({});
  expect(newSecret('key', '')).toEqual({ key: '' });
  expect(newSecret('key', ' ')).toEqual({});
  expect(newSecret('key', ' abc ')).toEqual({ key: 'abc' });
});

test('S19: channels are tried in the order they were chosen', () => {
  expect(toggleChannel(['aliyun'], 'tencent')).toEqual(['aliyun', 'tencent']);
  expect(toggleChannel(['aliyun', 'tencent'], 'aliyun')).toEqual(['tencent']);
});
