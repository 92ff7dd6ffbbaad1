import type { ImportEncoding } from '@mashang/contract';

/** UTF-16 without its mark shows by the zeros beside ASCII; in anything else they are rare. */
const zeroShareMin = 0.2;

/** The likeliest encoding by the first bytes of a file: by its mark, else by what is valid. */
export function guessEncoding(head: Buffer): ImportEncoding {
  const start = head.toString('latin1', 0, 3);
  if (start === '\xef\xbb\xbf') return 'utf-8';
  if (start.startsWith('\xff\xfe')) return 'utf-16le';
  if (start.startsWith('\xfe\xff')) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2]!++;
  if (zeros[1]! > head.length * zeroShareMin && zeros[0]! * 8 < zeros[1]!) return 'utf-16le';
  if (zeros[0]! > head.length * zeroShareMin && zeros[1]! * 8 < zeros[0]!) return 'utf-16be';
  return badCharacters(head, 'utf-8') <= badCharacters(head, 'gb18030') ? 'utf-8' : 'gb18030';
}

/** The last character may be cut off by the end of the head. */
function badCharacters(head: Buffer, encoding: 'utf-8' | 'gb18030'): number {
  return new TextDecoder(encoding).decode(head, { stream: true }).split('\uFFFD').length - 1;
}

/** Text has hardly any control characters; packed or encrypted bytes have one in nine. */
const controlShareMax = 0.02;

export function looksBinary(text: string): boolean {
  const controls = text.match(/(?![\t\n\r])\p{Cc}/gu)?.length ?? 0;
  return controls > text.length * controlShareMax;
}
