import { expect, test } from 'vitest';
import { errorOf, startClient } from '../test/client-harness.ts';
import { isAddressAmong } from './callback-addresses.ts';

const IPS = '/cgi-bin/getcallbackip';
const list = ['127.0.0.1', '127.0.0.2', '101.226.103.0/25', '2001:db8::/32'];

test('S20: the platform tells addresses and networks; what is neither is left out', async () => {
  const { client } = await startClient({
    [IPS]: () => ({ ip_list: [...list, '0.0.0.0/0', '1.2.3.4/33', 'example.com', 7, null, ''] }),
  });
  expect(await client.getCallbackIps()).toEqual(list);
});

test('S20: a list that would shut out everybody is no list', async () => {
  const lists = [undefined, [], ['x'], '127.0.0.1', Array(10_001).fill('127.0.0.1')];
  const { client } = await startClient({ [IPS]: (_, count) => ({ ip_list: lists[count - 1] }) });
  for (const addresses of lists) {
    const error = await errorOf(client.getCallbackIps());
    expect(error, String(addresses).slice(0, 200)).toMatchObject({ errcode: 0, endpoint: IPS });
  }
});

test.each([
  ['127.0.0.2', true],
  ['127.0.0.3', false],
  ['101.226.103.127', true],
  ['101.226.103.128', false],
  ['::ffff:101.226.103.7', true],
  ['::ffff:101.226.103.200', false],
  ['2001:db8:7::1', true],
  ['2001:db9::1', false],
  ['', false],
  ['101.226.103.7, 127.0.0.1', false],
  ['0127.0.0.1', false],
])('S20: %s is among the addresses of the platform: %s', (address, expected) => {
  expect(isAddressAmong(list, address)).toBe(expected);
});
