import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDigitalLink } from './read-digital-link.ts';

const gtin = '06901234567892';

test('B18: a GS1 Digital Link is read with its qualifiers in the order of the standard only', () => {
  expect(readDigitalLink(`/01/${gtin}/22/v/10/L%2F1/21/ABC`)).toEqual({
    gtin,
    variant: 'v',
    lot: 'L/1',
    serial: 'ABC',
  });
  expect(readDigitalLink('/shop/01/6901234567892/')).toEqual({
    gtin,
    variant: null,
    lot: null,
    serial: null,
  });
  for (const path of [
    '/',
    '/01/',
    `/01/${gtin}/21`,
    `/01/${gtin}/21/A/10/L`,
    `/01/${gtin}/10/L/22/v`,
    `/01/${gtin}/10/L/10/M`,
    `/01/${gtin}/21/A/foo`,
    `/01/${gtin}//21/A`,
    `/01/${gtin}/21/%E0%A4%A`,
    `/01/${gtin}/21/${'A'.repeat(21)}`,
    `/01/${gtin}/21/%E7%A0%81`,
    '/01/06901234567891/21/A',
    '/gtin/06901234567892/ser/A',
  ]) {
    expect(readDigitalLink(path), path).toBeNull();
  }
});

test('B18: every value the standard allows comes back, whatever stands before and beside it', () => {
  const value = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/);
  const optional = fc.option(value);
  const prefix = fc.constantFrom('', '/p', '/01/x', '/a/01');
  fc.assert(
    fc.property(prefix, optional, optional, optional, (before, variant, lot, serial) => {
      const pairs = [
        ['22', variant],
        ['10', lot],
        ['21', serial],
      ].flatMap(([name, text]) => (text == null ? [] : `/${name}/${encodeURIComponent(text)}`));
      const path = `${before}/01/${gtin}${pairs.join('')}`;
      expect(readDigitalLink(path)).toEqual({ gtin, variant, lot, serial });
    }),
  );
});
