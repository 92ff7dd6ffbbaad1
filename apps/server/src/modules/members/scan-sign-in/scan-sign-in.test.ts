import { describe, expect, test } from 'vitest';
import { purgeScanSignIns } from '../index.ts';
import { useMembersBench } from '../members-bench.ts';
import { desktopAndPhones, mobile } from './desktop-and-phones.test-support.ts';

const bench = useMembersBench({ secureCookies: true });
const { show, scan, poll, look, answer, memberPhone } = desktopAndPhones(bench);

describe('S7: a desktop is signed in by the phone', () => {
  test('S7: wait, scan, look, agree: the browser is let in fully, without a password', async () => {
    const phone = await memberPhone();
    const { signInToken, scene, checkDigits } = await show();
    expect(scene).toMatch(/^s[a-z2-7]{20}$/);
    expect(checkDigits).toMatch(/^\d\d$/);
    expect((await poll(signInToken)).body).toEqual({ state: 'waiting' });
    const confirmToken = await scan('open-1', scene);
    expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
    expect((await look(confirmToken, phone)).body).toEqual({
      state: 'scanned',
      checkDigits,
      device: 'Windows · Chrome',
      province: '广东省',
      startedAt: bench.time.toISOString(),
    });
    expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
    const signedIn = await poll(signInToken);
    expect(signedIn.body).toEqual({ state: 'signedIn' });
    expect(signedIn.setCookie).toMatch(/^mashang_member=[\w-]{43}; .*HttpOnly; Secure/);
    expect((await bench.call('GET /api/session', undefined, signedIn.token)).body).toMatchObject({
      state: 'member',
      member: { hasPassword: false },
    });
    expect((await bench.call('GET /api/session', undefined, phone)).body).toMatchObject({
      state: 'member',
    });
  });

  test('S7: the QR that is drawn says the same as its address', async () => {
    const { body } = await bench.call('POST /api/scan-sign-ins', {});
    expect(body).toMatchObject({ qrUrl: 'http://weixin.qq.com/q/1' });
    expect(body['qrSvg']).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/);
    const inFiveMinutes = new Date(bench.time.getTime() + 300_000).toISOString();
    expect(body['expiresAt']).toBe(inFiveMinutes);
  });

  test('S7: a stranger to the shop binds a number first, and then agrees', async () => {
    const { signInToken, scene } = await show();
    const confirmToken = await scan('open-1', scene);
    const stranger = await bench.enterFromWechat('open-1');
    expect(await look(confirmToken, stranger)).toMatchObject({ status: 401 });
    const phone = (await bench.bind(mobile, { token: stranger })).token;
    expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
    expect((await poll(signInToken)).body).toEqual({ state: 'signedIn' });
  });

  test('S7: refused is refused, whatever is tapped afterwards', async () => {
    const phone = await memberPhone();
    const { signInToken, scene } = await show();
    const confirmToken = await scan('open-1', scene);
    expect((await answer(confirmToken, phone, false)).body).toEqual({ state: 'refused' });
    expect((await answer(confirmToken, phone, true)).body).toEqual({ state: 'refused' });
    expect(await poll(signInToken)).toMatchObject({
      body: { state: 'refused' },
      setCookie: undefined,
    });
    expect(await scan('open-1', scene)).toBeUndefined();
  });

  test('S7: scanning again gives the same link; answering twice is one answer', async () => {
    const phone = await memberPhone();
    const { scene } = await show();
    const confirmToken = await scan('open-1', scene);
    expect(await scan('open-1', scene)).toBe(confirmToken);
    expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
    expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
  });

  test('S7: a QR lives five minutes, and five more for whoever scanned it in the last second', async () => {
    const phone = await memberPhone();
    const old = await show();
    bench.wait(300);
    expect((await poll(old.signInToken)).body).toEqual({ state: 'expired' });
    expect(await scan('open-1', old.scene)).toBeUndefined();
    const { signInToken, scene } = await show();
    bench.wait(299);
    const confirmToken = await scan('open-1', scene);
    bench.wait(299);
    expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
    // Scanning again does not make it live longer.
    await scan('open-1', scene);
    bench.wait(1);
    expect((await poll(signInToken)).body).toEqual({ state: 'expired' });
    expect((await look(confirmToken, phone)).body).toMatchObject({ state: 'expired' });
    expect((await answer(confirmToken, phone)).body).toEqual({ state: 'expired' });
  });

  test('S19: a computer let in by a WeChat user whose number moved to another is signed out', async () => {
    const phone = await memberPhone('open-1');
    const { signInToken, scene } = await show();
    await answer(await scan('open-1', scene), phone);
    const { token } = await poll(signInToken);
    const sessionOf = async () => (await bench.call('GET /api/session', undefined, token)).body;
    expect(await sessionOf()).toMatchObject({ state: 'member' });
    bench.wait(60);
    const second = await bench.enterFromWechat('open-2');
    const smsCode = await bench.receiveCode(mobile, second);
    const binding = { mobile, smsCode, moveWechat: true };
    expect((await bench.call('POST /api/bindings', binding, second)).status).toBe(200);
    expect(await sessionOf()).toMatchObject({ state: 'anonymous' });
  });

  test('S7: what expired is cleared away, with the address in it', async () => {
    const { db } = bench.database;
    await show();
    await db.transaction().execute((tx) => purgeScanSignIns(tx, bench.time));
    expect(await bench.rows('select from scan_sign_in')).toHaveLength(1);
    bench.wait(301);
    await db.transaction().execute((tx) => purgeScanSignIns(tx, bench.time));
    expect(await bench.rows('select from scan_sign_in')).toEqual([]);
  });
});
