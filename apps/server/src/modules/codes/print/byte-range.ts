/** Which bytes a request asks for. `whole`: no range, or one that may be ignored (RFC 9110 §14.2). */
export type ByteRange =
  { kind: 'whole' } | { kind: 'unsatisfiable' } | { kind: 'part'; first: number; last: number };

/** Reads a Range header of one range in bytes against a body of `totalBytes`. */
export function readByteRange(header: string | undefined, totalBytes: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  const [, from = '', to = ''] = match;
  if (from === '') {
    const suffixBytes = Math.min(Number(to), totalBytes);
    if (suffixBytes === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', first: totalBytes - suffixBytes, last: totalBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? totalBytes - 1 : Math.min(Number(to), totalBytes - 1);
  if (to !== '' && Number(to) < first) return { kind: 'whole' };
  if (first >= totalBytes) return { kind: 'unsatisfiable' };
  return { kind: 'part', first, last };
}
