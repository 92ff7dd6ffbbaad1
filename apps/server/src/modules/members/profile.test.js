import { expect, test } from 'vitest';
import { cleanProfile, cleanWholeProfile } from './profile.ts';
test('S9: a name of nothing visible counts as not given', () => {
    expect(cleanProfile({ name: ' \u0000 ', kind: 'chef' })).toEqual({ kind: 'chef' });
});
test.each(['330000', '330100', '330106', '441900', null])('S15: the region %j may be kept', (regionCode) => {
    expect(cleanProfile({ regionCode })).toEqual({ regionCode });
});
test.each(['000000', '990000', '330199', '339900', '', '__proto__', 'constructor'])('S15: the region %j is not in the list and refused', (regionCode) => {
    expect(() => cleanProfile({ regionCode })).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
test('S9: a shop may be taken away, a name may not', () => {
    expect(cleanProfile({ shopName: ' \u202e ' })).toEqual({ shopName: '' });
    expect(() => cleanWholeProfile({ name: '\u200b', kind: 'chef' })).toThrow(expect.objectContaining({ code: 'bad_request', details: { field: 'name' } }));
});
