import { expect, test } from 'vitest';
import { readNetwork } from './read-network.ts';

test('B11: addresses and networks are told from anything else', () => {
  expect(readNetwork(' 203.0.113.7 ')).toEqual({ text: '203.0.113.7', addresses: 1n });
  expect(readNetwork('203.0.113.0/24')?.addresses).toBe(256n);
  expect(readNetwork('２０３.0.113.0／24')?.text).toBe('203.0.113.0/24');
  expect(readNetwork('2001:DB8::/48')).toEqual({ text: '2001:db8::/48', addresses: 2n ** 80n });
  for (const text of ['', '203.0.113', '203.0.113.256', '203.0.113.0/33', '1.2.3.4/8/8', 'a.cn']) {
    expect(readNetwork(text)).toBeNull();
  }
  for (const text of ['2001:db8::/129', '::g', '[::1]', '01.2.3.4', '1.2.3.4:80', '/24']) {
    expect(readNetwork(text)).toBeNull();
  }
});
