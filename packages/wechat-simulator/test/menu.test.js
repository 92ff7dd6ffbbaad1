import { expect, test } from 'vitest';
import { accessToken, aSimulator, callApi } from './harness.ts';
const scan = { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' };
const view = { type: 'view', name: '我的积分', url: 'http://127.0.0.1:8080/points' };
test('a menu is created, read back with its sub-menus and deleted', async () => {
    const simulator = await aSimulator();
    const token = await accessToken(simulator);
    const menu = { button: [{ name: '积分', sub_button: [scan, view] }, view] };
    const create = `/cgi-bin/menu/create?access_token=${token}`;
    expect(await callApi(simulator, create, menu)).toEqual({ errcode: 0, errmsg: 'ok' });
    const read = await callApi(simulator, `/cgi-bin/menu/get?access_token=${token}`);
    expect(read).toMatchObject({ menu: { button: [{ sub_button: [scan, view] }, view] } });
    await callApi(simulator, `/cgi-bin/menu/delete?access_token=${token}`);
    expect(await callApi(simulator, `/cgi-bin/menu/get?access_token=${token}`)).toMatchObject({
        errcode: 46003,
    });
});
const refused = [
    ['no button', 40016, { button: [] }],
    ['four buttons', 40016, { button: [view, view, view, view] }],
    ['no list', 40016, {}],
    ['an unknown type', 40017, { button: [{ ...scan, type: 'dance' }] }],
    ['a name of 17 bytes', 40018, { button: [{ ...scan, name: '扫码积分扫a' + 'b' }] }],
    ['a key of 129 bytes', 40019, { button: [{ ...scan, key: 'k'.repeat(129) }] }],
    ['no key', 40019, { button: [{ type: 'click', name: 'a' }] }],
    ['a url of 1025 bytes', 40020, { button: [{ ...view, url: 'http://a/'.padEnd(1025, 'a') }] }],
    [
        'three levels',
        40022,
        { button: [{ name: 'a', sub_button: [{ name: 'b', sub_button: [scan] }] }] },
    ],
    ['six below one', 40023, { button: [{ name: 'a', sub_button: Array(6).fill(scan) }] }],
    ['an unknown type below', 40024, { button: [{ name: 'a', sub_button: [{ name: 'b' }] }] }],
    [
        'a name of 61 bytes below',
        40025,
        { button: [{ name: 'a', sub_button: [{ ...scan, name: 'n'.repeat(61) }] }] },
    ],
    ['no key below', 40026, { button: [{ name: 'a', sub_button: [{ ...scan, key: '' }] }] }],
    ['no url below', 40027, { button: [{ name: 'a', sub_button: [{ type: 'view', name: 'b' }] }] }],
    ['an address that is no web page', 40055, { button: [{ ...view, url: 'javascript:alert(1)' }] }],
    ['escaped Chinese', 40033, '{"button":[{"type":"click","name":"\\u626b","key":"a"}]}'],
    ['no JSON', 47001, '{'],
];
test.each(refused)('menu/create refuses %s with %i and keeps the menu', async (_what, errcode, menu) => {
    const simulator = await aSimulator();
    const create = `/cgi-bin/menu/create?access_token=${await accessToken(simulator)}`;
    await callApi(simulator, create, { button: [scan] });
    expect(await callApi(simulator, create, menu)).toMatchObject({ errcode });
    expect(simulator.control.menu()?.button).toMatchObject([scan]);
});
