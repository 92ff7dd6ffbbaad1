import type { ImportEncoding, ImportMapping } from '@mashang/contract';
import { likenessOfColumn, looksLikeCode } from './guess-mapping.ts';
import type { TableHead } from './read-table-head.ts';
import { columnName, warningTexts } from './source-texts.ts';

export interface Guesses {
  guessedEncoding: ImportEncoding | null;
  hasGuessedHeader: boolean;
  guessedColumn: number;
}

const textCharactersMax = 40;

/** What the clerk should look at again: where a mapping and the first lines do not fit. */
export function warningsOf(head: TableHead, mapping: ImportMapping, guesses: Guesses): string[] {
  return [
    ...ofHeader(head, mapping, guesses),
    ...ofColumn(head, mapping, guesses),
    ...ofEncoding(head, mapping, guesses),
    ...(head.warnings.has('merged') ? [warningTexts.merged] : []),
    ...(head.warnings.has('noValue') ? [warningTexts.noValue] : []),
    ...(head.dateColumns.has(mapping.codeColumn) ? [warningTexts.dates] : []),
    ...(head.lostDigitColumns.has(mapping.codeColumn) ? [warningTexts.lostDigits] : []),
  ];
}

function ofHeader({ rows }: TableHead, mapping: ImportMapping, guesses: Guesses): string[] {
  const first = rows[0]?.cells[mapping.codeColumn]?.trim() ?? '';
  if (first === '') return [];
  const shown = first.slice(0, textCharactersMax);
  if (!mapping.hasHeader)
    return guesses.hasGuessedHeader ? [warningTexts.headerMissing(shown)] : [];
  const isCode = !guesses.hasGuessedHeader && looksLikeCode(first);
  return isCode ? [warningTexts.headerIsCode(shown)] : [];
}

function ofColumn({ rows }: TableHead, mapping: ImportMapping, guesses: Guesses): string[] {
  const dataRows = mapping.hasHeader ? rows.slice(1) : rows;
  if (dataRows.length === 0) return [];
  const headings = mapping.hasHeader ? (rows[0]?.cells ?? []) : [];
  const named = (column: number) => columnName(column, headings[column]?.trim() ?? '');
  const values = dataRows.map((row) => row.cells[mapping.codeColumn]?.trim() ?? '');
  const filled = values.filter((value) => value !== '');
  const chosen = named(mapping.codeColumn);
  if (filled.length * 2 < values.length) return [warningTexts.mostlyEmpty(chosen)];
  const likeness = likenessOfColumn(dataRows, mapping.codeColumn);
  const best = likenessOfColumn(dataRows, guesses.guessedColumn);
  if (likeness < 0.5 && best >= 0.8) {
    return [warningTexts.noCodes(chosen), warningTexts.betterColumn(named(guesses.guessedColumn))];
  }
  if (new Set(filled).size * 2 <= filled.length) return [warningTexts.repeated(chosen)];
  return likeness < 0.5 ? [warningTexts.noCodes(chosen)] : [];
}

function ofEncoding({ rows }: TableHead, mapping: ImportMapping, guesses: Guesses): string[] {
  const { guessedEncoding } = guesses;
  const isOther = guessedEncoding !== null && guessedEncoding !== mapping.encoding;
  // Plain ASCII reads the same in any of them.
  const texts = rows.flatMap((row) => row.cells);
  if (isOther && texts.some((text) => /[^\x20-\x7e\t]/.test(text))) {
    return [warningTexts.otherEncoding(guessedEncoding.toUpperCase())];
  }
  return texts.some((text) => text.includes('\uFFFD')) ? [warningTexts.unreadable] : [];
}
