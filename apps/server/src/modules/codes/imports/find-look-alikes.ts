import { checkSymbol, codeLengths } from '@mashang/code-cipher';
import type { CodeLength } from '@mashang/code-cipher';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { CodeBook } from '../code-book.ts';
import { readScannedTexts } from '../read-scanned-text.ts';
import type { OwnCandidate } from '../read-scanned-text.ts';
import { resolveCodes } from '../resolve-codes.ts';

/** Which of the texts, by their places, a scan would take for a code of our own. */
export type FindLookAlikes = (texts: readonly string[]) => Promise<Set<number>>;

interface Suspect {
  place: number;
  own: OwnCandidate[];
}

/**
 * Texts that cannot be own codes of any length in use are told at a glance, since most texts of most
 * files are such; the others are decrypted together.
 */
export async function createLookAlikeFinder(
  db: Db,
  clock: Clock,
  codeBook: CodeBook,
): Promise<FindLookAlikes> {
  const lengths = await readLengthsInUse(db);
  const isForeignHost = createHostMemory(codeBook);

  return async (texts) => {
    const byLength = new Map<number, { place: number; code: string }[]>();
    const others: number[] = [];
    for (let place = 0; place < texts.length; place++) {
      const text = texts[place]!;
      const plain = text.includes('/') ? undefined : plainSymbols(text);
      if (plain === undefined) {
        if (!isForeignHost(text)) others.push(place);
        continue;
      }
      const code = plain === null ? null : codeOf(plain, lengths);
      if (code === null) continue;
      const same = byLength.get(code.length);
      if (same) same.push({ place, code });
      else byLength.set(code.length, [{ place, code }]);
    }
    const suspects = readOthers(codeBook, texts, others);
    for (const [length, found] of byLength) suspects.push(...decode(codeBook, length, found));
    return resolveSuspects(db, clock, suspects);
  };
}

/** A code of ours has a length of which there is a batch. */
async function readLengthsInUse(db: Db): Promise<Set<number>> {
  const rows = await db
    .selectFrom('codeBatch')
    .select('codeLength')
    .distinct()
    .where('source', '=', 'own')
    .execute();
  return new Set(rows.flatMap(({ codeLength }) => codeLength ?? []));
}

const longest = Math.max(...codeLengths) + 1;

/**
 * The symbols of a text of ASCII letters, digits, blanks and dashes in printed form; null when it is
 * too long or holds anything else in ASCII; undefined when the cipher's own reader must say.
 */
function plainSymbols(text: string): string | null | undefined {
  let symbols = '';
  for (let index = 0; index < text.length; index++) {
    const symbol = printedForms[text.charCodeAt(index)];
    if (symbol === undefined) return undefined;
    if (symbol === null) return null;
    symbols += symbol;
    if (symbols.length > longest) return null;
  }
  return symbols;
}

/** By character: its symbol, '' for separators, null for what no code has; none beyond ASCII. */
const printedForms = Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit).toUpperCase();
  if (/[\s-]/.test(character)) return '';
  if (character === 'O') return '0';
  if (character === 'I' || character === 'L') return '1';
  return /[0-9A-TV-Z]/.test(character) ? character : null;
});

/** With or without the check symbol people type. */
function codeOf(symbols: string, lengths: ReadonlySet<number>): string | null {
  if (lengths.has(symbols.length)) return symbols;
  if (!lengths.has(symbols.length - 1)) return null;
  const code = symbols.slice(0, -1);
  return checkSymbol(code) === symbols.at(-1) ? code : null;
}

/** Lines of a file are mostly addresses of one host. */
function createHostMemory(codeBook: CodeBook): (text: string) => boolean {
  let lastHost = '';
  let isLastForeign = false;
  return (text) => {
    const host = /^https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\//i.exec(text)?.[1];
    if (host === undefined) return false;
    if (host !== lastHost) {
      lastHost = host;
      isLastForeign = !codeBook.isOwnHost(host);
    }
    return isLastForeign;
  };
}

function readOthers(codeBook: CodeBook, texts: readonly string[], others: number[]): Suspect[] {
  const read = readScannedTexts(
    codeBook,
    others.map((place) => ({ text: texts[place]!, scanType: 'qrcode' })),
  );
  return read.map(({ own }, index) => ({ place: others[index]!, own }));
}

function decode(
  codeBook: CodeBook,
  length: number,
  found: { place: number; code: string }[],
): Suspect[] {
  const codeLength = length as CodeLength;
  const suspects: Suspect[] = [];
  for (const { keyVersion, cipher } of codeBook.ciphers(codeLength)) {
    const items = cipher.decodeMany(found.map(({ code }) => code));
    for (const [index, item] of items.entries()) {
      if (item === null) continue;
      const own = [{ batchId: item.batch, serial: item.serial, keyVersion, codeLength }];
      suspects.push({ place: found[index]!.place, own });
    }
  }
  return suspects;
}

async function resolveSuspects(db: Db, clock: Clock, suspects: Suspect[]): Promise<Set<number>> {
  const asked = suspects.filter(({ own }) => own.length > 0);
  if (asked.length === 0) return new Set();
  const resolved = await resolveCodes(
    db,
    asked.map(({ own }) => ({ own, importedHashes: [], reasonIfUnknown: 'notFound' })),
    clock.now(),
  );
  return new Set(asked.flatMap(({ place }, index) => (resolved[index] ? [place] : [])));
}
