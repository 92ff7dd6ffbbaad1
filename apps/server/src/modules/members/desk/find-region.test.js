import { expect, test } from 'vitest';
import { findRegion } from './find-region.ts';
test('S13: regions are understood as people write them', () => {
    const written = {
        '320500': '320500',
        '江苏省 苏州市': '320500',
        '江苏/苏州': '320500',
        江苏苏州虎丘: '320505',
        '江苏省-苏州市-虎丘区': '320505',
        苏州市: '320500',
        苏州: '320500',
        江苏省: '320000',
        江苏: '320000',
        北京: '110000',
        北京市: '110000',
        '北京市 朝阳区': '110105',
        '北京市 北京市 朝阳区': '110105',
        吉林市: '220200',
        '吉林省 吉林市': '220200',
        '吉林 吉林': '220200',
        吉林: '220000',
        内蒙古: '150000',
        '广西壮族自治区 南宁市': '450100',
        '江苏 昆山': '320583',
        香港: '810000',
    };
    for (const [text, code] of Object.entries(written)) {
        expect([text, findRegion(text)]).toEqual([text, code]);
    }
});
test('S13: what is no region, or could be several, is none', () => {
    for (const text of [
        '',
        '火星',
        '999999',
        '320599',
        '朝阳区',
        '江苏省 杭州市',
        '江苏 苏州 火星',
        '江',
    ]) {
        expect([text, findRegion(text)]).toEqual([text, null]);
    }
    expect(findRegion('长'.repeat(100_000))).toBeNull();
});
