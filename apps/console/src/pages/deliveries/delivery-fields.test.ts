import { describe, expect, test } from 'vitest';
import { newDeliveryFields, readDelivery } from './delivery-fields.ts';
import type { DeliveryFields } from './delivery-fields.ts';
import { fitSheet } from './fit-sheet.ts';
import { newFormatFields, readFormat, sheetTexts } from './format-fields.ts';
import type { FormatFields } from './format-fields.ts';
import { sheetPresets } from './sheet-presets.ts';
import type { SheetPreset } from './sheet-presets.ts';

const read = (changes: Partial<DeliveryFields>) =>
  readDelivery({ ...newDeliveryFields(), recipient: '东莞印务', ...changes }, 1_000);
const format = (changes: Partial<FormatFields>) => readFormat({ ...newFormatFields(), ...changes });

describe('S18: the form of a new delivery', () => {
  test('means the whole batch, protected, behind a link and with marks as fit', () => {
    expect(read({}).body).toMatchObject({
      firstSerial: 0,
      lastSerial: 999,
      purpose: 'print',
      isProtected: true,
      hasLink: true,
      downloadsMax: 3,
    });
    expect(read({}).body).not.toHaveProperty('markCount');
    expect(read({ marks: '0', isProtected: false }).body).toMatchObject({
      markCount: 0,
      hasLink: false,
    });
  });

  test('names all that will not do at once', () => {
    const { body, errors } = read({ recipient: ' ', last: '1000', downloads: '101', marks: 'x' });
    expect(body).toBeNull();
    expect(Object.keys(errors).sort()).toEqual(['downloads', 'marks', 'recipient', 'span']);
  });
});

describe('S18: the form of a print format', () => {
  test('TXT has one column and no header; CSV as many as are chosen', () => {
    expect(format({}).format).toMatchObject({ columns: ['url'], hasHeader: false });
    expect(format({ kind: 'csv', columns: [] }).error).toBe('columnsError');
    expect(format({ splitEvery: '999' }).error).toBe('splitError');
    expect(format({ splitEvery: '100,000' }).format).toMatchObject({ splitEvery: 100_000 });
  });

  test('every preset is a sheet on which the usual codes fit, with their text', () => {
    for (const preset of Object.keys(sheetPresets) as SheetPreset[]) {
      const { hasCutMarks } = sheetPresets[preset];
      const read = format({ kind: 'pdf', preset, hasCutMarks, sheet: sheetTexts(preset) });
      if (read.format?.kind !== 'pdf') throw new Error(preset);
      expect(fitSheet(read.format, 33, 'XXXX XXXX XXXX XXXX X').problems, preset).toEqual([]);
    }
  });

  test('lengths may have a fraction, counts may not, and limits are those of the contract', () => {
    const sheet = { ...sheetTexts('a4x24'), gapMm: '2,5' };
    expect(format({ kind: 'pdf', sheet }).format).toMatchObject({ gapMm: 2.5, columns: 3 });
    expect(format({ kind: 'pdf', sheet: { ...sheet, columns: '2.5' } }).error).toBe('columns');
    expect(format({ kind: 'pdf', sheet: { ...sheet, labelWidthMm: '7' } }).error).toBe(
      'labelWidthMm',
    );
    expect(format({ kind: 'png', moduleMm: '3' }).error).toBe('moduleError');
  });
});
