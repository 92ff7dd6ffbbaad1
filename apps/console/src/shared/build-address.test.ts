import { expect, test } from 'vitest';
import { buildAddress } from './build-address.ts';

test('parameters are put into the path and escaped', () => {
  expect(buildAddress('PUT /api/hq/products/:productId', { productId: 7 })).toEqual({
    method: 'PUT',
    address: '/api/hq/products/7',
  });
  expect(buildAddress('GET /x/:name', { name: 'a/b' }).address).toBe('/x/a%2Fb');
});

test('a missing parameter is a bug said aloud, not an address with undefined in it', () => {
  expect(() => buildAddress('GET /x/:name', {})).toThrow('name');
});

test('absent and empty query values are left out; Chinese survives', () => {
  const { address } = buildAddress('GET /x', {}, { search: '酱油', cursor: undefined, kind: '' });
  expect(new URL(address, 'http://a').searchParams.get('search')).toBe('酱油');
  expect(address).not.toContain('cursor');
  expect(address).not.toContain('kind');
});

test('a query of nothing leaves no question mark', () => {
  expect(buildAddress('GET /x', {}, {}).address).toBe('/x');
});
