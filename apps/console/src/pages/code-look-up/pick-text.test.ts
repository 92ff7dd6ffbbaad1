import { expect, test } from 'vitest';
import { pickText } from './pick-text.ts';

const poster = { format: 'QRCode', text: 'https://u.wechat.com/abc' };
const barcode = { format: 'EAN13', text: '6901234567892' };
const label = { format: 'QRCode', text: 'HTTPS://P.CN/C/7K2M9QXR4TVW8YHN' };
const gs1 = { format: 'DataMatrix', text: 'https://p.cn/01/06901234567892/21/7K2M9QXR4TVW8YHN' };

test('B18: of several codes on a photo the one of the label is looked up', () => {
  expect(pickText([barcode, poster, label])).toBe(label.text);
  expect(pickText([poster, gs1])).toBe(gs1.text);
  expect(pickText([barcode, poster])).toBe(poster.text);
  expect(pickText([{ format: 'QRCode', text: '' }, barcode])).toBe(barcode.text);
  expect(pickText([])).toBeNull();
});
