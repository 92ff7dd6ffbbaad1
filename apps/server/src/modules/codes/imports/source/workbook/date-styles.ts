import type { ZipPart } from '../open-zip.ts';
import type { ReadTags } from './open-workbook.ts';
import { attributeOf } from './scan-xml.ts';

/** Which cell styles show a date: by built-in number formats (ECMA-376 part 1, 18.8.30) or own ones. */
export async function findDateStyles(part: ZipPart, readTags: ReadTags): Promise<Set<number>> {
  const ownDateFormats = new Set<number>();
  const dateStyles = new Set<number>();
  let isInCellStyles = false;
  let style = 0;
  await readTags(
    part,
    (tag, attributes) => {
      if (tag === 'cellXfs') isInCellStyles = true;
      if (tag === 'numFmt' && isDateFormat(attributeOf(attributes, 'formatCode') ?? '')) {
        ownDateFormats.add(Number(attributeOf(attributes, 'numFmtId')));
      }
      if (tag !== 'xf' || !isInCellStyles) return;
      const format = Number(attributeOf(attributes, 'numFmtId') ?? 0);
      if (isBuiltInDate(format) || ownDateFormats.has(format)) dateStyles.add(style);
      style++;
    },
    (tag) => {
      if (tag === 'cellXfs') isInCellStyles = false;
    },
  );
  return dateStyles;
}

function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) ||
    (format >= 50 && format <= 58)
  );
}

/** Letters of a date outside of quoted words, colours and escaped characters. */
function isDateFormat(format: string): boolean {
  return /[ymdhs]/i.test(
    format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '').replace(/general/i, ''),
  );
}
