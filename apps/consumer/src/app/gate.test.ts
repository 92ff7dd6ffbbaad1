import { describe, expect, test } from 'vitest';
import { detourOf } from './gate.ts';

function to(fullPath: string, forMembers = false) {
  const url = new URL(fullPath, 'http://localhost');
  const query = Object.fromEntries(url.searchParams);
  return { path: url.pathname, fullPath, query, forMembers };
}

describe('the gate', () => {
  test('S7: without a password everything leads to choosing one, with the way back', () => {
    const wanted = { path: '/set-password', query: { to: '/gifts/7?quantity=2' } };
    expect(detourOf(to('/gifts/7?quantity=2'), 'passwordNeeded', false)).toEqual(wanted);
    expect(detourOf(to('/login?to=%2Fgifts%2F7%3Fquantity%3D2'), 'passwordNeeded', false)).toEqual(
      wanted,
    );
    expect(detourOf(to('/'), 'passwordNeeded', false)).toEqual({
      path: '/set-password',
      query: {},
    });
    expect(detourOf(to('/set-password?to=/me'), 'passwordNeeded', false)).toBeUndefined();
    expect(detourOf(to('/privacy'), 'passwordNeeded', false)).toBeUndefined();
  });

  test('S7: a chosen password leads on to where one wanted to go', () => {
    expect(detourOf(to('/set-password?to=%2FC%2FABC'), 'member', false)).toEqual({
      path: '/C/ABC',
      query: {},
    });
    expect(detourOf(to('/login?to=%2Fentries%3Fkind%3Daward'), 'member', false)).toEqual({
      path: '/entries',
      query: { kind: 'award' },
    });
  });

  test('B8: whoever signs in to appeal comes back with the whole text that was scanned', () => {
    const scanned = 'https://brand.example/C/ABC?batch=7';
    const wanted = `/appeals/new?kind=fake&text=${encodeURIComponent(scanned)}`;
    for (const form of [wanted, decodeURIComponent(wanted)]) {
      const search = new URLSearchParams({ to: form }).toString();
      expect(detourOf(to(`/login?${search}`), 'member', false)).toEqual({
        path: '/appeals/new',
        query: { kind: 'fake', text: scanned },
      });
    }
  });

  test('S7: members’ pages ask a stranger to sign in, in WeChat to bind', () => {
    expect(detourOf(to('/points', true), 'anonymous', false)).toEqual({
      path: '/login',
      query: { to: '/points' },
    });
    expect(detourOf(to('/points', true), 'wechatUnbound', true)).toEqual({
      path: '/bind',
      query: { to: '/points' },
    });
    expect(detourOf(to('/points', true), 'member', false)).toBeUndefined();
    expect(detourOf(to('/gifts'), 'anonymous', false)).toBeUndefined();
  });

  test('S3: in WeChat the binding page stays, in a browser it is the log-in page', () => {
    expect(detourOf(to('/bind?to=/C/ABC'), 'wechatUnbound', true)).toBeUndefined();
    expect(detourOf(to('/bind?to=/C/ABC'), 'anonymous', false)).toEqual({
      path: '/login',
      query: { to: '/C/ABC' },
    });
    expect(detourOf(to('/login?to=/me'), 'anonymous', true)).toEqual({
      path: '/bind',
      query: { to: '/me' },
    });
  });

  test('the way back never leads to another site', () => {
    for (const wish of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const search = new URLSearchParams({ to: wish }).toString();
      expect(detourOf(to(`/login?${search}`), 'member', false)).toEqual({ path: '/', query: {} });
      expect(detourOf(to(`/set-password?${search}`), 'anonymous', false)).toEqual({
        path: '/login',
        query: {},
      });
    }
  });
});
