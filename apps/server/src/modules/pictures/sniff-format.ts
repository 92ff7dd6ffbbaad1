export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'heif';

/**
 * What a file is by its first bytes, whatever its name or type says; null for anything we do not
 * take. `heif` here is AVIF only (ISO/IEC 23000-22: a file-type box that names `avif` or `avis`).
 */
export function sniffFormat(bytes: Buffer): PictureFormat | null {
  const starts = (text: string, at = 0) =>
    bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  if (starts('RIFF') && starts('WEBP', 8)) return 'webp';
  if (starts('ftyp', 4)) return isAvif(bytes) ? 'heif' : null;
  return null;
}

/** Its major brand, or one of the compatible ones behind the minor version. */
function isAvif(bytes: Buffer): boolean {
  const boxBytes = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  for (let at = 8; at + 4 <= boxBytes; at += 4) {
    if (at === 12) continue;
    const brand = bytes.toString('latin1', at, at + 4);
    if (brand === 'avif' || brand === 'avis') return true;
  }
  return false;
}
