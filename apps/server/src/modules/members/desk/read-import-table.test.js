import { expect, test } from 'vitest';
import { aNumber } from './member-desk.test-support.ts';
import { readImportTable } from './read-import-table.ts';
test('S13: UTF-8, GBK and UTF-16, with commas, semicolons and tabs, are all read', async () => {
    const mobile = aNumber();
    const gbk = Buffer.concat([
        Buffer.from([0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5]), // 手机号
        Buffer.from(';'),
        Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]), // 姓名
        Buffer.from(`\n${mobile};`),
        Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]), // 张三
    ]);
    const files = [
        Buffer.from(`手机号,姓名\n${mobile},张三`),
        Buffer.from(`\ufeff手机号*,姓 名（必填）\r\n\r\n${mobile},张三\r\n`),
        gbk,
        Buffer.from(`\ufeffMobile\tName\r${mobile}\t张三\r`, 'utf16le'),
    ];
    for (const file of files) {
        const [row] = await readImportTable(file, 'x.csv');
        expect(row?.cells).toMatchObject({ mobile, name: '张三' });
    }
});
