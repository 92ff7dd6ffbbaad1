import { describe, expect, test } from 'vitest';
import { createTestClock } from '../../../../test/test-clock.ts';
import { readConfig } from '../../../platform/config.ts';
import type { Db } from '../../../platform/database.ts';
import { createWechatAccounts, type AccountSettings } from './create-accounts.ts';

const environment = {
  ...{ WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'secret', WECHAT_TOKEN: 'token' },
  ...{ WECHAT_ENCODING_AES_KEY: 'e'.repeat(43), WECHAT_ORIGINAL_ID: 'gh_1' },
};
const settings: AccountSettings = {
  ...{ appId: 'wx2', originalId: 'gh_2', accountName: '', appSecret: 's2', token: 't2' },
  ...{ encodingAesKey: 'k'.repeat(43), encodingAesKeyPrevious: '' },
  ...{ messageMode: 'compatible', onlyCallbackIps: true },
  verifyFiles: [{ name: 'MP_verify_a.txt', content: 'a' }],
};

function open(given: NodeJS.ProcessEnv, saved: AccountSettings = settings) {
  let present = saved;
  const accounts = createWechatAccounts({
    // An account is made of settings; only calls to the platform need the database.
    db: {} as Db,
    masterKey: Buffer.alloc(32),
    clock: createTestClock(),
    config: readConfig({ BRAND_NAME: '好味道', ...given }),
    readSettings: async () => present,
    onTrouble: () => undefined,
  });
  return { accounts, save: (fields: object) => void (present = { ...present, ...fields }) };
}

describe('where the account in force comes from', () => {
  test('S20: credentials of the environment go before those of the settings, the rest is set there', async () => {
    const { accounts } = open(environment);
    expect((await accounts.current())?.account).toEqual({
      ...{ appId: 'wx1', appSecret: 'secret', token: 'token', originalId: 'gh_1' },
      ...{ accountName: '码上积分', encodingAesKeys: ['e'.repeat(43)], source: 'environment' },
      ...{ messageMode: 'compatible', onlyCallbackIps: true, verifyFiles: settings.verifyFiles },
    });
  });

  test('S20: the environment may say the mode of its account, and the key before', async () => {
    const previous = 'p'.repeat(43);
    const { accounts } = open({
      ...environment,
      ...{ WECHAT_MESSAGE_MODE: 'safe', WECHAT_ENCODING_AES_KEY_PREVIOUS: previous },
    });
    expect((await accounts.current())?.account).toMatchObject({
      messageMode: 'safe',
      encodingAesKeys: ['e'.repeat(43), previous],
    });
  });

  test.each(['appId', 'originalId', 'appSecret', 'token', 'encodingAesKey'])(
    'S20: settings without %s are no account',
    async (field) => {
      const { accounts, save } = open({}, { ...settings, [field]: '' });
      expect(await accounts.current()).toBeUndefined();
      save({ [field]: settings[field as keyof AccountSettings] });
      expect(await accounts.current()).toMatchObject({
        account: { appId: 'wx2', accountName: '好味道', source: 'settings' },
      });
    },
  );
});

test('S20: the client stays while appid and secret do: fetches under way are not begun anew', async () => {
  const { accounts, save } = open({});
  const first = await accounts.current();
  save({ token: 'changed', encodingAesKeyPrevious: 'p'.repeat(43) });
  const second = await accounts.current();
  expect(second?.client).toBe(first?.client);
  expect(second?.account.encodingAesKeys).toEqual(['k'.repeat(43), 'p'.repeat(43)]);
  save({ appSecret: 'reset' });
  expect((await accounts.current())?.client).not.toBe(first?.client);
});
