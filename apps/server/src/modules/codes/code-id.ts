/** Serials of the longest codes have 36 bits; imported lines never come near. */
const serialBits = 36n;

/** The largest serial any code has. */
export const serialMax = 2 ** 36 - 1;

/** A code's number is a bigint of PostgreSQL: no batch beyond 2^27 − 1 has codes. */
export const codeIdMax = 2n ** 63n - 1n;

/** Batch and serial as the one number a claim is keyed by: batch_id * 2^36 + serial. */
export function codeIdOf(batchId: number, serial: number): bigint {
  return (BigInt(batchId) << serialBits) + BigInt(serial);
}

export function batchOfCodeId(codeId: bigint): number {
  return Number(codeId >> serialBits);
}

export function serialOfCodeId(codeId: bigint): number {
  return Number(BigInt.asUintN(Number(serialBits), codeId));
}

/** `batchId-serial`: how head office names a code without showing it. */
export function codeRefOf(codeId: bigint): string {
  return `${batchOfCodeId(codeId)}-${serialOfCodeId(codeId)}`;
}

/** The number behind `batchId-serial`; null when no code can have it. */
export function codeIdOfRef(ref: string): bigint | null {
  const [, batch, serial] = /^(\d{1,10})-(\d{1,11})$/.exec(ref) ?? [];
  if (batch === undefined || serial === undefined) return null;
  if (Number(batch) < 1 || Number(serial) > serialMax) return null;
  const codeId = codeIdOf(Number(batch), Number(serial));
  return codeId <= codeIdMax ? codeId : null;
}
