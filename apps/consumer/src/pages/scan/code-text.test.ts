import { describe, expect, test } from 'vitest';
import {
  caretAfterGrouping,
  codeIn,
  countSymbols,
  groupCode,
  pickCode,
  scanTypeOf,
  ungroupCode,
} from './code-text.ts';

describe('a typed code', () => {
  test('S4: is shown in groups of four, in the case it was typed', () => {
    expect(groupCode('7k2m')).toBe('7k2m');
    expect(groupCode('7k2m9')).toBe('7k2m 9');
    expect(groupCode('7K2M 9QXR 4tvw8yhn')).toBe('7K2M 9QXR 4tvw 8yhn');
    expect(groupCode('７ｋ２ｍ９')).toBe('7k2m 9');
    expect(groupCode(' ')).toBe('');
  });

  test('a foreign code keeps its case and dashes on the way to the server', () => {
    expect(ungroupCode(groupCode('old-Factory-1003'))).toBe('old-Factory-1003');
    expect(ungroupCode(groupCode('aB3dE5'))).toBe('aB3dE5');
  });

  test('grouping twice changes nothing', () => {
    const grouped = groupCode('7k2m9qxr4tvw8yhn');
    expect(groupCode(grouped)).toBe(grouped);
  });

  test('S4: is sent without the grouping', () => {
    expect(ungroupCode(' 7K2M 9QXR 4TVW 8YHN ')).toBe('7K2M9QXR4TVW8YHN');
    expect(countSymbols('7K2M 9QXR 4')).toBe(9);
  });

  test('an address or a foreign code stays as it is', () => {
    for (const text of ['https://q.example.cn/C/7K2M9QXR4TVW8YHN', 'ab_12/x', '积分 12 34']) {
      expect(groupCode(text)).toBe(text);
      expect(ungroupCode(text)).toBe(text);
    }
  });

  test('the caret stays behind the symbol it was behind', () => {
    expect(caretAfterGrouping('7K2M9', 5, '7K2M 9')).toBe(6);
    expect(caretAfterGrouping('7K2M9 QXR', 2, '7K2M 9QXR')).toBe(2);
    expect(caretAfterGrouping('7K2M9QXR', 5, '7K2M 9QXR')).toBe(6);
    expect(caretAfterGrouping('abc', 1, 'abc')).toBe(1);
  });
});

describe('what a scanner read', () => {
  test('a retail barcode is told from a QR code', () => {
    expect(scanTypeOf('EAN_13,6911316223400')).toBe('barcode');
    expect(scanTypeOf('CODE_128,123')).toBe('barcode');
    expect(scanTypeOf('https://q.example.cn/C/7K2M9QXR4TVW8YHN?a=1,2')).toBe('qrcode');
    expect(scanTypeOf('7K2M9QXR4TVW8YHN')).toBe('qrcode');
  });

  test('S4: among several codes in a picture the product code is taken', () => {
    const ours = 'HTTPS://Q.EXAMPLE.CN/C/7K2M9QXR4TVW8YHN';
    expect(pickCode(['https://mp.weixin.qq.com/r/abc', ours])).toBe(ours);
    expect(pickCode(['anything'])).toBe('anything');
    expect(pickCode([])).toBeUndefined();
  });
});

describe('the code in what was scanned', () => {
  test('S21: is found in the address on the label, in its GS1 form and in what was typed', () => {
    expect(codeIn('HTTPS://BRAND.EXAMPLE/C/7K2M9QXR4TVW8YHN')).toBe('7K2M9QXR4TVW8YHN');
    expect(codeIn('https://brand.example/c/7k2m9qxr4tvw8yhn?from=box')).toBe('7k2m9qxr4tvw8yhn');
    expect(codeIn('https://brand.example/01/06911316223400/21/7K2M9QXR')).toBe('7K2M9QXR');
    expect(
      codeIn('https://brand.example/01/06911316223400/22/2A/10/L7/21/7K2M9QXR?17=271231'),
    ).toBe('7K2M9QXR');
    expect(codeIn('7k2m 9qxr 4tvw 8yhn')).toBe('7k2m9qxr4tvw8yhn');
    expect(codeIn('AB-1234-CD')).toBe('AB-1234-CD');
  });

  test('B8: a barcode, another site and a sentence hold none', () => {
    expect(codeIn('EAN_13,6911316223400')).toBeUndefined();
    expect(codeIn('https://elsewhere.example/pay?to=me')).toBeUndefined();
    expect(codeIn('你好')).toBeUndefined();
    expect(codeIn('')).toBeUndefined();
  });
});
