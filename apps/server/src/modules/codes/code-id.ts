/** Serials of the longest codes have 36 bits; imported lines never come near. */
const serialBits = 36n;

/** The largest serial any code has. */
export const serialMax = 2 ** 36 - 1;

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
