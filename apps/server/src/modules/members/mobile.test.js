import { describe, expect, test } from 'vitest';
import { createMobileReader } from './index.ts';
const mobiles = createMobileReader(Buffer.alloc(32, 1));
describe('what people type', () => {
    test.each([
        '15400000001',
        ' 154 0000 0001 ',
        '154-0000-0001',
        '154–0000—0001',
        '+8615400000001',
        '+86 154 0000 0001',
        '(+86)15400000001',
        '008615400000001',
        '8615400000001',
        '１５４００００００01',
        '＋８６ 15400000001',
        '\u202d15400000001\u202c',
        '\ufeff15400000001',
    ])('S3: %j is 15400000001', (text) => {
        expect(mobiles.read(text)).toMatchObject({
            number: '15400000001',
            masked: '154****0001',
            last4: '0001',
        });
    });
    test.each([
        '',
        '1540000000',
        '154000000011',
        '12400000001',
        '05400000001',
        '+85215400000001',
        '+86+8615400000001',
        '86861540000000',
        '15400000001a',
        '15400000001\u0000',
        '15400000001😀',
        '一五四零零零零零零零一',
        '٠٫١٥٤٠٠٠٠٠٠٠',
    ])('S3: %j is mobile_invalid', (text) => {
        expect(mobiles.find(text)).toBeNull();
        expect(() => mobiles.read(text)).toThrow(expect.objectContaining({ code: 'mobile_invalid' }));
    });
});
describe('how numbers are kept', () => {
    const mobile = mobiles.read('15400000001');
    test('B16: encryption is new every time and can be undone with the key', () => {
        const [first, second] = [mobiles.encrypt(mobile), mobiles.encrypt(mobile)];
        expect(first.equals(second)).toBe(false);
        expect(mobiles.decrypt(first, mobile.hash)).toBe('15400000001');
    });
    test('B16: a changed, foreign or moved ciphertext does not decrypt', () => {
        const bytes = mobiles.encrypt(mobile);
        for (let index = 0; index < bytes.length; index += 1) {
            const changed = Buffer.from(bytes);
            changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
            expect(() => mobiles.decrypt(changed, mobile.hash)).toThrow();
        }
        const other = createMobileReader(Buffer.alloc(32, 2));
        expect(() => other.decrypt(bytes, mobile.hash)).toThrow();
        expect(() => mobiles.decrypt(bytes, mobiles.read('15400000002').hash)).toThrow();
        expect(() => mobiles.decrypt(bytes.subarray(0, 20), mobile.hash)).toThrow();
    });
    test('B16: the hash depends on the master key', () => {
        const other = createMobileReader(Buffer.alloc(32, 2)).read('15400000001');
        expect(other.hash.equals(mobile.hash)).toBe(false);
    });
});
