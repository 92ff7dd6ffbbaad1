import type { LoggedOutcome, ScanChannel } from '@mashang/contract';

/** One attempt as the scan log keeps it. The text is not kept: it may be somebody's code. */
export interface LoggedAttempt {
  scannedAt: Date;
  /** Never `awarded`: the claim is itself the record of the scan that won. */
  outcome: Exclude<LoggedOutcome, 'awarded'>;
  channel: ScanChannel;
  memberId: number | null;
  /** Null: no code of ours. */
  codeId: bigint | null;
  productId: number | null;
  /** GB/T 2260 of the province of the address; null when not known. */
  province: string | null;
  /** An IPv4 /24 or an IPv6 /48. */
  network: string | null;
  /** Start of the hash of the browser's mark. */
  device: string | null;
}
