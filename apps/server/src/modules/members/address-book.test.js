import { beforeEach, describe, expect, test } from 'vitest';
import { addressesMax } from './address-book.ts';
import { readAddress } from './index.ts';
import { masterKey, useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
const home = {
    recipient: '王师傅',
    mobile: '154-0000-0001',
    regionCode: '330106',
    detail: '文三路 100 号 2 幢 301',
    isDefault: false,
};
let token = '';
beforeEach(async () => {
    token = await enter('15400000001', 'open-1');
});
async function enter(mobile, openId) {
    const bound = await bench.bind(mobile, { token: await bench.enterFromWechat(openId) });
    return bound.token ?? '';
}
const add = (fields = {}, as = token) => bench.call('POST /api/me/addresses', { ...home, ...fields }, as);
const list = async (as = token) => (await bench.call('GET /api/me/addresses', undefined, as)).body['addresses'];
const details = async () => (await list()).map(({ detail, isDefault }) => (isDefault ? `*${detail}` : detail));
const idOf = (answer) => Number(answer.body['addressId']);
describe('the address book', () => {
    test('S10: an address is kept as typed but for the number, which is eleven digits', async () => {
        const added = await add();
        expect(added).toMatchObject({
            status: 200,
            body: { ...home, mobile: '15400000001', isDefault: true },
        });
        expect(await list()).toEqual([added.body]);
    });
    test('S10: there is always exactly one default, whatever is added, changed and deleted', async () => {
        const first = idOf(await add({ detail: 'a' }));
        const second = idOf(await add({ detail: 'b', isDefault: true }));
        const third = idOf(await add({ detail: 'c' }));
        expect(await details()).toEqual(['*b', 'c', 'a']);
        const put = (id, fields) => bench.call(`PUT /api/me/addresses/${id}`, { ...home, ...fields }, token);
        expect((await put(first, { detail: 'A', isDefault: true })).body).toMatchObject({
            addressId: first,
            isDefault: true,
        });
        expect(await details()).toEqual(['*A', 'c', 'b']);
        // Not to be the default any more means nothing as long as no other is chosen.
        expect((await put(first, { detail: 'A' })).body).toMatchObject({ isDefault: true });
        const remove = (id) => bench.call(`DELETE /api/me/addresses/${id}`, undefined, token);
        expect(await remove(first)).toMatchObject({ status: 200, body: {} });
        expect(await details()).toEqual(['*c', 'b']);
        await remove(third);
        await remove(second);
        expect(await details()).toEqual([]);
        expect((await add({ detail: 'd' })).body).toMatchObject({ isDefault: true });
    });
    test('S10: fifty added at once are twenty, one of them the default', async () => {
        const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => add({ detail: `${index} 号`, isDefault: true })));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(addressesMax);
        const refused = answers.filter(({ status }) => status !== 200);
        for (const { status, body } of refused) {
            expect([status, body['code']]).toEqual([409, 'address_limit_reached']);
        }
        const kept = await list();
        expect(kept).toHaveLength(addressesMax);
        expect(kept.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    });
    test('S10: a click repeated on delete finds nothing more to delete', async () => {
        const addressId = idOf(await add());
        const remove = () => bench.call(`DELETE /api/me/addresses/${addressId}`, undefined, token);
        const answers = await Promise.all(Array.from({ length: 10 }, remove));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(answers.filter(({ body }) => body['code'] === 'address_not_found')).toHaveLength(9);
    });
    test.each([
        '😀🍜',
        'مرحبا',
        '\u202e反\u0000过来',
        '<script>alert(1)</script>',
        '=1+1',
        '半\ud800个',
    ])('S10: %j as recipient and street survives', async (text) => {
        expect((await add({ recipient: text, detail: text })).status).toBe(200);
        const [kept] = await list();
        for (const broken of ['\u0000', '\u202e', '\ud800']) {
            expect(kept?.detail).not.toContain(broken);
        }
    });
    test.each([
        ['a detail of 5,000 characters', { detail: '长'.repeat(5000) }, 'bad_request'],
        ['a recipient of nothing visible', { recipient: '\u200b ' }, 'bad_request'],
        ['a detail of nothing visible', { detail: '\u202e\u0000' }, 'bad_request'],
        ['a province', { regionCode: '330000' }, 'bad_request'],
        ['a city that has counties', { regionCode: '330100' }, 'bad_request'],
        ['a county that does not exist', { regionCode: '330199' }, 'bad_request'],
        ['a landline', { mobile: '0571-88888888' }, 'mobile_invalid'],
        ['a field nobody asked for', { memberId: 1 }, 'bad_request'],
    ])('S10: %s is refused', async (_what, fields, code) => {
        expect(await add(fields)).toMatchObject({ status: 400, body: { code } });
        expect(await list()).toEqual([]);
    });
});
describe('whose addresses they are', () => {
    test('S10: nobody reads, changes or deletes the address of another member', async () => {
        const addressId = idOf(await add());
        const stranger = await enter('15400000002', 'open-2');
        expect(await list(stranger)).toEqual([]);
        const path = `/api/me/addresses/${addressId}`;
        for (const answer of [
            await bench.call(`PUT ${path}`, { ...home, detail: 'mine now' }, stranger),
            await bench.call(`DELETE ${path}`, undefined, stranger),
        ]) {
            expect(answer).toMatchObject({ status: 404, body: { code: 'address_not_found' } });
        }
        const { db } = bench.database;
        const [owner = -1, other = -1] = bench.opened;
        await expect(readAddress(db, masterKey, { memberId: other, addressId })).rejects.toMatchObject({
            code: 'address_not_found',
        });
        expect(await readAddress(db, masterKey, { memberId: owner, addressId })).toEqual({
            recipient: '王师傅',
            mobile: '15400000001',
            regionCode: '330106',
            detail: home.detail,
        });
    });
    test('S10: nothing of an address is in the tables, and a row moved to another member does not open', async () => {
        await add();
        const [row] = await bench.rows(`select a::text, encode(sealed, 'escape') as bytes from member_address a`);
        expect(JSON.stringify(row)).not.toMatch(/王师傅|330106|文三路|15400000001/);
        const stranger = await enter('15400000002', 'open-2');
        await bench.rows('update member_address set member_id = $1', [bench.opened[1]]);
        expect((await bench.call('GET /api/me/addresses', undefined, stranger)).status).toBe(500);
    });
});
