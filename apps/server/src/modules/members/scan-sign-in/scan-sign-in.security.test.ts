import { describe, expect, test } from 'vitest';
import { useMembersBench } from '../members-bench.ts';
import { endSessionsOfMember } from '../sessions.ts';
import { desktopAndPhones, guangdong, mobile } from './desktop-and-phones.test-support.ts';
import { everybodyLimit, networkLimit } from './start-scan-sign-in.ts';

const bench = useMembersBench();
const { show, scan, poll, look, answer, memberPhone } = desktopAndPhones(bench);

describe('S19: whoever wants in without being let in', () => {
  test('S19: fifty polls at once after the phone agreed get one session', async () => {
    const phone = await memberPhone();
    const { signInToken, scene } = await show();
    await answer(await scan('open-1', scene), phone);
    const answers = await Promise.all(Array.from({ length: 50 }, () => poll(signInToken)));
    const states = answers.map(({ body }) => body['state']);
    expect(states.filter((state) => state === 'signedIn')).toHaveLength(1);
    expect(states.filter((state) => state === 'expired')).toHaveLength(49);
    expect(answers.filter(({ setCookie }) => setCookie !== undefined)).toHaveLength(1);
    expect(await bench.rows('select from member_session where open_id is null')).toHaveLength(1);
  });

  test('S19: fifty who scan at once: one has it, the others get nothing', async () => {
    const { scene } = await show();
    const given = await Promise.all(
      Array.from({ length: 50 }, (_, index) => scan(`open-${index}`, scene)),
    );
    expect(given.filter((token) => token !== undefined)).toHaveLength(1);
  });

  test('S19: the link in a chat is of no use to another member, or outside WeChat', async () => {
    const phone = await memberPhone();
    const other = (
      await bench.bind('15400000002', { token: await bench.enterFromWechat('open-2') })
    ).token;
    const desktop = (await bench.join('15400000003', '晴天喝茶看山不倦')).token;
    const { signInToken, scene } = await show();
    const confirmToken = await scan('open-1', scene);
    for (const token of [other, desktop]) {
      for (const refused of [await look(confirmToken, token), await answer(confirmToken, token)]) {
        expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
    }
    // Right and made-up tokens are told alike.
    const seen = ({ status, body }: Awaited<ReturnType<typeof look>>) => ({
      ...{ status, code: body['code'], message: body['message'] },
    });
    expect(seen(await look(confirmToken, other))).toEqual(seen(await look('A'.repeat(43), other)));
    expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
    expect((await poll('A'.repeat(43))).body).toEqual({ state: 'expired' });
    expect((await look(confirmToken, phone)).status).toBe(200);
  });

  test('S19: a page of another site agrees to nothing', async () => {
    const phone = await memberPhone();
    const { signInToken, scene } = await show();
    const confirmToken = await scan('open-1', scene);
    for (const origin of ['https://evil.example', 'null']) {
      const body = { confirmToken, agree: true };
      const line = 'POST /api/me/scan-sign-ins/answers';
      expect(await bench.call(line, body, phone, { origin })).toMatchObject({
        status: 403,
        body: { code: 'forbidden_origin' },
      });
      expect(
        await bench.call('POST /api/scan-sign-ins/state', { signInToken }, undefined, { origin }),
      ).toMatchObject({ status: 403 });
    }
    expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
  });

  test('S19: neither token is in the tables, and the QR leads to neither', async () => {
    const phone = await memberPhone();
    const { signInToken, scene } = await show();
    const confirmToken = (await scan('open-1', scene)) ?? '';
    await answer(confirmToken, phone);
    const [row] = await bench.rows('select s::text from scan_sign_in s');
    expect(row?.['s']).not.toContain(signInToken);
    expect(row?.['s']).not.toContain(confirmToken);
  });

  test.each([
    ['a new password', (phone: string) => choosePassword(phone)],
    ['the number going to another WeChat user', () => moveNumber()],
  ])('S19: %s takes back what was agreed and not fetched yet', async (_what, change) => {
    const phone = (await memberPhone()) ?? '';
    const { signInToken, scene } = await show();
    await answer(await scan('open-1', scene), phone);
    await change(phone);
    expect(await poll(signInToken)).toMatchObject({
      body: { state: 'expired' },
      setCookie: undefined,
    });
  });

  test('S19: a phone that is being signed out everywhere lets nobody in at that moment', async () => {
    const phone = await memberPhone();
    const { signInToken, scene } = await show();
    const confirmToken = await scan('open-1', scene);
    const { db } = bench.database;
    const waiting = () =>
      bench.rows(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
    const answering = await db.transaction().execute(async (tx) => {
      const [member] = await tx.selectFrom('member').select('memberId').forUpdate().execute();
      await endSessionsOfMember(tx, member?.memberId ?? -1);
      const answered = answer(confirmToken, phone);
      await expect.poll(waiting).toHaveLength(1);
      return { answered };
    });
    expect(await answering.answered).toMatchObject({ status: 404 });
    expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
  });

  test('S19: the session a browser had before ends when another takes its place', async () => {
    const phone = await memberPhone();
    const before = (await bench.join('15400000002', '晴天喝茶看山不倦')).token;
    const { signInToken, scene } = await show();
    await answer(await scan('open-1', scene), phone);
    await bench.call('POST /api/scan-sign-ins/state', { signInToken }, before);
    expect((await bench.call('GET /api/session', undefined, before)).body).toMatchObject({
      state: 'anonymous',
    });
  });

  test('S19: a network, and everybody together, can make only so many QRs', async () => {
    await show();
    await limitUsed(networkLimit.name, networkLimit.max);
    const ask = (address: string) =>
      bench.call('POST /api/scan-sign-ins', {}, undefined, { address });
    expect(await ask(guangdong)).toMatchObject({ status: 429 });
    expect((await ask('10.0.0.1')).status).toBe(200);
    await limitUsed(everybodyLimit.name, everybodyLimit.max);
    expect(await ask('10.0.0.2')).toMatchObject({ status: 429 });
    expect(bench.scenes).toHaveLength(2);
  });
});

async function choosePassword(phone: string): Promise<void> {
  const body = { newPassword: '晴天喝茶看山不倦' };
  expect((await bench.call('POST /api/me/password', body, phone)).status).toBe(200);
}

async function moveNumber(): Promise<void> {
  bench.wait(60);
  const token = await bench.enterFromWechat('open-2');
  const smsCode = await bench.receiveCode(mobile, token);
  const body = { mobile, smsCode, moveWechat: true };
  expect((await bench.call('POST /api/bindings', body, token)).status).toBe(200);
}

const limitUsed = (name: string, used: number) =>
  bench.rows('update rate_limit set used = $2 where bucket like $1', [`${name}:%`, used]);
