import type { RejectionReason } from '@mashang/contract';

export interface Rejection {
  lineNumber: number;
  reason: RejectionReason;
}

/** In the order of their numbers in the spool; only ever add at the end. */
export const rejectionReasons: readonly RejectionReason[] = [
  'duplicateInFile',
  'duplicateInDatabase',
  'empty',
  'tooLong',
  'notText',
  'looksLikeOwnCode',
];

export interface RejectionCounts {
  duplicateInFile: number;
  duplicateInDatabase: number;
  /** Every other reason. */
  malformed: number;
}

export function countRejections(rejections: readonly Rejection[]): RejectionCounts {
  const counts = { duplicateInFile: 0, duplicateInDatabase: 0, malformed: 0 };
  for (const { reason } of rejections) {
    if (reason === 'duplicateInFile' || reason === 'duplicateInDatabase') counts[reason] += 1;
    else counts.malformed += 1;
  }
  return counts;
}
