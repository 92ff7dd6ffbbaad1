import { codeLengths, normalizeCode, stripCheckSymbol } from '@mashang/code-cipher';
import type { CodeLength } from '@mashang/code-cipher';
import { isGtin } from '@mashang/contract';
import type { UnknownReason } from '@mashang/contract';
import type { CodeBook } from './code-book.ts';
import { readDigitalLink } from './read-digital-link.ts';

/** What an own code would stand for if its batch exists as claimed. */
export interface OwnCandidate {
  batchId: number;
  serial: number;
  keyVersion: number;
  codeLength: number;
}

/** What a text may be; `resolveCodes` looks up which of it exists. */
export interface ScannedText {
  readonly own: OwnCandidate[];
  /** Keyed hashes an imported code of this text may have, likeliest first, at most three. */
  readonly importedHashes: string[];
  /** What to say when nothing of it exists. */
  readonly reasonIfUnknown: UnknownReason;
}

/** As WeChat names it; `typed` when a person typed it. */
export type ScanType = 'qrcode' | 'barcode' | 'typed';

/** As long as a scan may be; longer texts are no code of anybody's. */
const textLengthMax = 4_096;

/** WeChat's scanner puts the symbology before a barcode's text: `EAN_13,6901234567892`. */
const symbologyPrefix = /^[A-Z0-9_]+,/;

/** `/c/{code}` at the end of a path. */
const codeInPath = /\/c\/([^/]+)\/?$/i;

/**
 * Reads what a scanner saw or a person typed. Pure, and never throws, whatever the text: it is
 * hostile input. An address of another host is never an own code, however it looks.
 */
export function readScannedText(
  codeBook: CodeBook,
  text: string,
  scanType?: ScanType,
  decode: (code: string) => OwnCandidate[] = (code) => decodeAll(codeBook, code),
): ScannedText {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > textLengthMax) {
    return { own: [], importedHashes: [], reasonIfUnknown: 'malformed' };
  }
  const prefix = scanType === 'qrcode' ? null : symbologyPrefix.exec(trimmed);
  const content = prefix ? trimmed.slice(prefix[0].length).trim() : trimmed;
  const isBarcode = scanType === 'barcode' || prefix !== null || isGtin(content);
  const address = readAddress(codeBook, content);

  const importable = new Set([content, content.toUpperCase()]);
  if (address.kind === 'own' && address.lastSegment !== '') importable.add(address.lastSegment);
  const read =
    address.kind === 'foreign'
      ? { own: [], reasonIfUnknown: 'otherSite' as const }
      : readSymbols(decode, address.kind === 'own' ? address.code : content);
  let hashes: string[] | undefined;
  return {
    own: read.own,
    // Only when asked for: most scans are own codes, and three hashes cost as much as deciphering.
    get importedHashes() {
      return (hashes ??= Array.from(importable, (candidate) =>
        codeBook.hashImportedText(candidate),
      ));
    },
    reasonIfUnknown: isBarcode ? 'barcode' : read.reasonIfUnknown,
  };
}

/** `readScannedText` of each, in order; all own codes are decrypted together, which is far cheaper. */
export function readScannedTexts(
  codeBook: CodeBook,
  scans: readonly { text: string; scanType?: ScanType }[],
): ScannedText[] {
  const pending: Pending[] = [];
  const decodeLater = (code: string) => {
    const own: OwnCandidate[] = [];
    pending.push({ code, own });
    return own;
  };
  const read = scans.map(({ text, scanType }) =>
    readScannedText(codeBook, text, scanType, decodeLater),
  );
  decodePending(codeBook, pending);
  return read;
}

/** A code whose candidates are filled in once all codes of the batch are known. */
interface Pending {
  code: string;
  own: OwnCandidate[];
}

function decodePending(codeBook: CodeBook, pending: Pending[]): void {
  for (const codeLength of codeLengths) {
    const sameLength = pending.filter(({ code }) => code.length === codeLength);
    if (sameLength.length === 0) continue;
    const texts = sameLength.map(({ code }) => code);
    for (const { keyVersion, cipher } of codeBook.ciphers(codeLength)) {
      for (const [index, item] of cipher.decodeMany(texts).entries()) {
        if (!item) continue;
        const { batch: batchId, serial } = item;
        sameLength[index]?.own.push({ batchId, serial, keyVersion, codeLength });
      }
    }
  }
}

type Address =
  { kind: 'none' } | { kind: 'foreign' } | { kind: 'own'; code: string; lastSegment: string };

/** Whether the text is an address, whose, and what its path says. */
function readAddress(codeBook: CodeBook, text: string): Address {
  if (!text.includes('/')) return { kind: 'none' };
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(text);
  // People paste addresses without the scheme; `a/b` may as well be a foreign code with a slash.
  const url = URL.parse(hasScheme ? text : `https://${text}`);
  if (url !== null && codeBook.isOwnHost(url.host)) {
    const segments = url.pathname.split('/').filter(Boolean);
    return {
      kind: 'own',
      code: codeOfPath(url.pathname),
      lastSegment: decodeSegment(segments.at(-1) ?? '').trim(),
    };
  }
  const looksForeign = hasScheme || url?.hostname.includes('.') === true;
  return looksForeign ? { kind: 'foreign' } : { kind: 'none' };
}

/** The code a label of ours has in its path; empty when it has none. */
function codeOfPath(path: string): string {
  const printed = codeInPath.exec(path)?.[1];
  if (printed !== undefined) return decodeSegment(printed);
  return readDigitalLink(path)?.serial ?? '';
}

/** A malformed escape is left as it is. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Own codes the symbols may be, with or without the check symbol people type. */
function readSymbols(
  decode: (code: string) => OwnCandidate[],
  text: string,
): { own: OwnCandidate[]; reasonIfUnknown: UnknownReason } {
  // A slash would make the cipher look for an address; those have been dealt with.
  const bare = text.includes('/') ? '' : text;
  const code = normalizeCode(bare);
  if (code !== null) return { own: decode(code), reasonIfUnknown: 'notFound' };
  const typed = stripCheckSymbol(bare);
  if (typed === null) return { own: [], reasonIfUnknown: 'malformed' };
  if (!typed.ok) return { own: [], reasonIfUnknown: 'mistyped' };
  return { own: decode(typed.code), reasonIfUnknown: 'notFound' };
}

function decodeAll(codeBook: CodeBook, code: string): OwnCandidate[] {
  const length = code.length as CodeLength;
  if (!codeLengths.includes(length)) return [];
  const own: OwnCandidate[] = [];
  for (const { keyVersion, cipher } of codeBook.ciphers(length)) {
    const item = cipher.decode(code);
    if (item === null) continue;
    own.push({ batchId: item.batch, serial: item.serial, keyVersion, codeLength: length });
  }
  return own;
}
