import { partName } from '../open-zip.ts';
import type { ZipPart } from '../open-zip.ts';
import { sourceTexts } from '../source-texts.ts';
import { ImportFileError } from '../types.ts';
import { findDateStyles } from './date-styles.ts';
import { attributeOf, readXml } from './scan-xml.ts';

export interface Sheet {
  name: string;
  isHidden: boolean;
  part: ZipPart;
}

export interface Workbook {
  sheets: Sheet[];
  sharedTexts: ZipPart | null;
  /** Indexes of the cell styles that show a number as a date. */
  dateStyles: ReadonlySet<number>;
  /** Days are counted from 1904, as the first Macintosh did. */
  isFrom1904: boolean;
}

/** The description of a workbook is small; one that is not was not written by a spreadsheet. */
const descriptionBytesMax = 16 * 2 ** 20;
const sheetsMax = 1_000;
/** As the contract has it; Excel itself allows 31. */
const nameCharactersMax = 255;

/** What an XLSX file (ECMA-376) says of its sheets; null when the archive is no workbook. */
export async function openWorkbook(parts: ZipPart[]): Promise<Workbook | null> {
  const files = new Map(parts.map((part) => [part.name.replace(/^\//, '').toLowerCase(), part]));
  const description = files.get('xl/workbook.xml');
  if (!files.has('[content_types].xml') || description === undefined) return null;
  const targets = await readTargets(files.get('xl/_rels/workbook.xml.rels'));
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  await readTags(description, (tag, attributes) => {
    if (tag === 'workbookPr') isFrom1904 = /date1904\s*=\s*["'](?:1|true)/.test(attributes);
    if (tag !== 'sheet') return;
    const part = files.get(targets.get(attributeOf(attributes, 'id') ?? '') ?? '');
    const isHidden = /state\s*=\s*["'](?:hidden|veryHidden)/.test(attributes);
    // Sheets of charts and macros have a target of another kind.
    if (part === undefined) return;
    if (sheets.length === sheetsMax) throw new ImportFileError(sourceTexts.brokenWorkbook);
    const name = partName(attributeOf(attributes, 'name') ?? '').slice(0, nameCharactersMax);
    sheets.push({ name, isHidden, part });
  });
  if (sheets.length === 0) throw new ImportFileError(sourceTexts.noSheet);
  const styles = files.get('xl/styles.xml');
  return {
    sheets,
    sharedTexts: files.get('xl/sharedstrings.xml') ?? null,
    dateStyles: styles === undefined ? new Set() : await findDateStyles(styles, readTags),
    isFrom1904,
  };
}

/** Relation ids of the worksheets with the names of their files. */
async function readTargets(part: ZipPart | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (part === undefined) return targets;
  await readTags(part, (tag, attributes) => {
    const isSheet = attributeOf(attributes, 'Type')?.endsWith('/worksheet') === true;
    const target = attributeOf(attributes, 'Target');
    if (tag !== 'Relationship' || !isSheet || target === null) return;
    const name = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
    targets.set(attributeOf(attributes, 'Id') ?? '', name.toLowerCase());
  });
  return targets;
}

export type ReadTags = (
  part: ZipPart,
  onOpen: (tag: string, attributes: string) => void,
  onClose?: (tag: string) => void,
) => Promise<void>;

async function readTags(...[part, onOpen, onClose]: Parameters<ReadTags>): Promise<void> {
  if (part.unpackedBytes > descriptionBytesMax) {
    throw new ImportFileError(sourceTexts.brokenWorkbook);
  }
  const visitor = { open: onOpen, text: () => undefined, close: onClose ?? (() => undefined) };
  await readXml(part.read(), visitor);
}
