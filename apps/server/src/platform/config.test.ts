import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const wechat = {
  WECHAT_APP_ID: 'wx1',
  WECHAT_APP_SECRET: 'a secret that stays secret',
  WECHAT_TOKEN: 'token',
  WECHAT_ENCODING_AES_KEY: 'a'.repeat(43),
  WECHAT_ORIGINAL_ID: 'gh_1',
};

describe('the configuration', () => {
  test('needs nothing: an empty environment serves this machine only', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      databaseUrl: undefined,
      demo: false,
      trustedProxies: [],
      wechat: undefined,
      smsProvider: undefined,
      logLevel: 'info',
    });
    expect(config.dataDir).toBe(path.resolve(import.meta.dirname, '../../../../data'));
  });

  test('speaks to the real platform unless told otherwise', () => {
    expect(readConfig(wechat).wechat).toMatchObject({
      appId: 'wx1',
      apiUrl: 'https://api.weixin.qq.com',
      oauthUrl: 'https://open.weixin.qq.com',
      jsSdkUrl: 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js',
    });
  });

  test('takes addresses with and without a slash at the end', () => {
    expect(readConfig({ PUBLIC_URL: 'https://points.example.cn/' }).publicUrl).toBe(
      'https://points.example.cn',
    );
    expect(readConfig({ TRUSTED_PROXIES: '10.0.0.1,10.0.0.2' }).trustedProxies).toEqual([
      '10.0.0.1',
      '10.0.0.2',
    ]);
  });

  test.each([
    [{ PORT: 'eighty' }, 'PORT=eighty'],
    [{ PORT: '70000' }, 'PORT=70000'],
    [{ PORT: '-1' }, 'PORT=-1'],
    [{ PORT: '' }, 'PORT='],
    [{ PUBLIC_URL: 'points.example.cn' }, 'PUBLIC_URL=points.example.cn'],
    [{ PUBLIC_URL: 'ftp://points.example.cn' }, 'PUBLIC_URL='],
    [{ SMS_PROVIDER: 'pigeon' }, 'SMS_PROVIDER=pigeon'],
    [{ SMS_PROVIDER: 'simulator' }, 'needs SIMULATOR_URL'],
    [{ SIMULATOR_URL: 'nonsense' }, 'SIMULATOR_URL=nonsense'],
    [{ ...wechat, WECHAT_TOKEN: '' }, 'WECHAT_TOKEN missing'],
    [{ ...wechat, WECHAT_ENCODING_AES_KEY: 'short' }, '43 characters'],
    [{ ...wechat, WECHAT_ENCODING_AES_KEY_PREVIOUS: 'short' }, '43 characters'],
    [{ ...wechat, WECHAT_MESSAGE_MODE: 'unsafe' }, 'WECHAT_MESSAGE_MODE=unsafe'],
    [{ ...wechat, WECHAT_API_URL: 'nonsense' }, 'WECHAT_API_URL=nonsense'],
    [{ WECHAT_OAUTH_URL: 'nonsense' }, 'WECHAT_OAUTH_URL=nonsense'],
  ])('%j is refused with its name', (environment, named) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(named);
  });

  test('every mistake is named at once, and no secret with it', () => {
    const environment = {
      ...wechat,
      WECHAT_ENCODING_AES_KEY: 'my-aes-key',
      PORT: 'x',
      SMS_PROVIDER: 'y',
    };
    let message = '';
    try {
      readConfig(environment);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const name of ['PORT', 'SMS_PROVIDER', 'WECHAT_ENCODING_AES_KEY']) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain('my-aes-key');
    expect(message).not.toContain(wechat.WECHAT_APP_SECRET);
  });
});
