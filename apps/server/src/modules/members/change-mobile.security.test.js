import { expect, test } from 'vitest';
import { createMobileReader, findMemberIdsByMobile } from './index.ts';
import { masterKey, useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
const current = '15400000001';
const next = '15400000002';
/** A member in WeChat: no password to hash, everything else open. */
async function enter(mobile, openId) {
    const { token } = await bench.bind(mobile, { token: await bench.enterFromWechat(openId) });
    return token ?? '';
}
async function receiveBoth(token) {
    bench.wait(60);
    const currentSmsCode = await bench.receiveOwnCode(current, token);
    return { currentSmsCode, newSmsCode: await bench.receiveCode(next, token) };
}
const move = (token, body) => bench.call('POST /api/me/mobile', { newMobile: next, ...body }, token);
const wrongFor = (code) => (code === '000000' ? '000001' : '000000');
test('S9: with the codes of both numbers the account moves, sessions and WeChat users with it', async () => {
    const token = await enter(current, 'open-1');
    const answer = await move(token, await receiveBoth(token));
    expect(answer).toMatchObject({
        status: 200,
        body: { member: { mobileMasked: '154****0002', balance: 120 } },
    });
    const { db } = bench.database;
    expect(await findMemberIdsByMobile(db, masterKey, next)).toEqual([bench.opened[0]]);
    expect(await findMemberIdsByMobile(db, masterKey, '0001')).toEqual([]);
    const [row] = await bench.rows('select mobile_cipher, mobile_hash, m::text from member m');
    expect(row?.['m']).not.toContain(next);
    const [cipher, hash] = [row?.['mobile_cipher'], row?.['mobile_hash']];
    expect(createMobileReader(masterKey).decrypt(cipher, hash)).toBe(next);
    const again = await bench.enterFromWechat('open-1');
    expect((await bench.call('GET /api/session', undefined, again)).body).toMatchObject({
        state: 'member',
        member: { mobileMasked: '154****0002' },
    });
    expect((await bench.bind(current)).body).toMatchObject({ isNew: true });
});
test('S9: a wrong code of either counts, names itself, and uses neither up', async () => {
    const token = await enter(current, 'open-1');
    const { currentSmsCode, newSmsCode } = await receiveBoth(token);
    for (const triesLeft of [4, 3]) {
        expect(await move(token, { currentSmsCode, newSmsCode: wrongFor(newSmsCode) })).toMatchObject({
            status: 400,
            body: { code: 'sms_code_wrong', details: { triesLeft, field: 'newSmsCode' } },
        });
        const other = { currentSmsCode: wrongFor(currentSmsCode), newSmsCode };
        expect(await move(token, other)).toMatchObject({
            status: 400,
            body: { code: 'sms_code_wrong', details: { triesLeft, field: 'currentSmsCode' } },
        });
    }
    expect((await move(token, { currentSmsCode, newSmsCode })).status).toBe(200);
    expect(await bench.rows('select from sms_code')).toEqual([]);
});
test('S9: fifty guesses at the new number’s code at once get five tries', async () => {
    const token = await enter(current, 'open-1');
    const { currentSmsCode, newSmsCode } = await receiveBoth(token);
    const guess = { currentSmsCode, newSmsCode: wrongFor(newSmsCode) };
    const answers = await Promise.all(Array.from({ length: 50 }, () => move(token, guess)));
    const codes = answers.map(({ body }) => body['code']);
    expect(codes.filter((code) => code === 'sms_code_wrong')).toHaveLength(5);
    expect(codes.filter((code) => code === 'sms_code_expired')).toHaveLength(45);
});
test('S9: that a number is taken is told only to who holds it', async () => {
    const token = await enter(current, 'open-1');
    await enter(next, 'open-2');
    const codes = await receiveBoth(token);
    const guess = { ...codes, newSmsCode: wrongFor(codes.newSmsCode) };
    expect(await move(token, guess)).toMatchObject({ body: { code: 'sms_code_wrong' } });
    expect(await move(token, codes)).toMatchObject({ status: 409, body: { code: 'mobile_taken' } });
    expect(await bench.rows('select from sms_code')).toHaveLength(2);
    expect(await bench.rows('select from member')).toHaveLength(2);
});
test('S9: a frozen member cannot slip away to a fresh number', async () => {
    const token = await enter(current, 'open-1');
    const codes = await receiveBoth(token);
    await bench.rows(`update member set status = 'frozen', frozen_reason = ''`);
    expect(await move(token, codes)).toMatchObject({ status: 403, body: { code: 'member_frozen' } });
    await bench.rows(`update member set status = 'active', frozen_reason = null`);
    expect((await move(token, codes)).status).toBe(200);
});
test('S9: the same number, and what is no number, are refused before any code is looked at', async () => {
    const token = await enter(current, 'open-1');
    const codes = { currentSmsCode: '1', newSmsCode: '1' };
    expect(await move(token, { ...codes, newMobile: `+86${current}` })).toMatchObject({
        status: 400,
        body: { code: 'bad_request', details: { field: 'newMobile' } },
    });
    expect(await move(token, { ...codes, newMobile: '00000000000' })).toMatchObject({
        body: { code: 'mobile_invalid' },
    });
});
test('S9: two members who swap their numbers at once block nobody, and neither gets the other’s', async () => {
    const tokens = [await enter(current, 'open-1'), await enter(next, 'open-2')];
    bench.wait(60);
    const codeOf = new Map([
        [current, await bench.receiveCode(current)],
        [next, await bench.receiveCode(next)],
    ]);
    const swap = (token, from, to) => bench.call('POST /api/me/mobile', { currentSmsCode: codeOf.get(from), newMobile: to, newSmsCode: codeOf.get(to) }, token);
    const answers = await Promise.all([
        swap(tokens[0], current, next),
        swap(tokens[1], next, current),
        swap(tokens[0], current, next),
        swap(tokens[1], next, current),
    ]);
    expect(answers.map(({ body }) => body['code'])).toEqual(Array(4).fill('mobile_taken'));
});
test('S19: the own number is sent a code under the same limits as any other', async () => {
    const token = await enter(current, 'open-1');
    bench.wait(60);
    await bench.receiveOwnCode(current, token);
    expect(await bench.call('POST /api/me/sms-codes', {}, token)).toMatchObject({
        status: 429,
        body: { code: 'sms_too_soon' },
    });
});
