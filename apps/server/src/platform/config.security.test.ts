import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('B11: proxies may be written with blanks, and only addresses are proxies', () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,fd00::/8 ,' });
  expect(trustedProxies).toEqual(['10.0.0.1', '10.1.0.0/16', 'fd00::/8']);
  expect(readConfig({}).trustedProxies).toEqual([]);
  for (const text of [
    'proxy.example.cn',
    '10.0.0.1/33',
    '0.0.0.0/0',
    'true',
    '::/0',
    '10.0.0.1/',
  ]) {
    expect(() => readConfig({ TRUSTED_PROXIES: text }), text).toThrow(ConfigError);
  }
});
