import type { Settings } from '@mashang/contract';
import { expect, test } from 'vitest';
import { accountFormOf, readAccountForm } from './account-form.ts';

const settings = {
  wechat: {
    appId: 'wx0123456789abcdef',
    originalId: 'gh_1',
    accountName: '码上',
    messageMode: 'safe',
    onlyCallbackIps: false,
    verifyFiles: [{ name: 'MP_verify_a.txt', content: 'a' }],
    appSecretIsSet: true,
    tokenIsSet: true,
    encodingAesKeyIsSet: true,
    encodingAesKeyPreviousIsSet: false,
    inForce: 'settings',
    callbackUrl: 'https://q.example/wechat/callback',
    version: 3,
  },
} as unknown as Settings;

test('S2: an untouched form says what was saved, and no secret', () => {
  expect(readAccountForm(accountFormOf(settings)).body).toEqual({
    appId: 'wx0123456789abcdef',
    originalId: 'gh_1',
    accountName: '码上',
    messageMode: 'safe',
    onlyCallbackIps: false,
    verifyFiles: [{ name: 'MP_verify_a.txt', content: 'a' }],
  });
});

test('S2: what does not look as the platform makes it is pointed at before anything is sent', () => {
  const form = accountFormOf(settings);
  form.encodingAesKey = 'A'.repeat(42);
  form.account.appId = 'gh_1';
  form.verifyFiles.push({ name: 'a.txt', content: 'a' });
  expect(readAccountForm(form).errors).toEqual({
    fields: { appId: true, encodingAesKey: true },
    files: [undefined, 'name'],
  });
  const account = { ...form.account, appId: '' };
  const mended = { ...form, account, encodingAesKey: ` ${'A'.repeat(43)}`, verifyFiles: [] };
  expect(readAccountForm(mended).body).toMatchObject({ encodingAesKey: 'A'.repeat(43) });
});

test('S2: a secret that is forgotten is sent as empty, one that was only begun is kept', () => {
  const form = { ...accountFormOf(settings), encodingAesKey: '', token: ' ' };
  const { body } = readAccountForm(form);
  expect(body?.encodingAesKey).toBe('');
  expect(body).not.toHaveProperty('token');
});
