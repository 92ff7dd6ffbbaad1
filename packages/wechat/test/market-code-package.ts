import { createCipheriv, randomBytes } from 'node:crypto';

/** A line of a package as the platform's guide describes it; `gap` stands between the columns. */
export function aPackageLine(index: number, gap = '\t'): string {
  const matrix = index.toString(2).padStart(361, '01');
  const url = `P.URL.CN/0U.${index.toString(36).toUpperCase().padStart(16, '0')}`;
  return [matrix, String(index * 7).padStart(9, '0'), String(index), url].join(gap);
}

export function packageLines(codeStart: number, codeEnd: number, gap = '\t'): string[] {
  const count = codeEnd - codeStart + 1;
  return Array.from({ length: count }, (_, place) => aPackageLine(codeStart + place, gap));
}

/** Encrypted as the only known reader expects it; every doubtful point can be chosen. */
export function encryptPackage(
  text: string | Buffer,
  key: Buffer,
  { hasPrefix = true, blockBytes = 16 } = {},
): string {
  const plain = Buffer.concat([hasPrefix ? randomBytes(16) : Buffer.alloc(0), Buffer.from(text)]);
  const padBytes = blockBytes - (plain.length % blockBytes);
  const padded = Buffer.concat([plain, Buffer.alloc(padBytes, padBytes)]);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}
