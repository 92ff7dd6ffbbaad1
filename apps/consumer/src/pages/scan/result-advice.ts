import type { AppealKind, ScanOutcome } from '@mashang/contract';
import type { TextKey } from '../../shared/texts.ts';
import type { ScanType } from './code-text.ts';

type UnknownReason = Extract<ScanOutcome, { outcome: 'unknownCode' }>['reason'];

/** What to do next after the answer to a scan, beside what the server's words already say. */
export interface Advice {
  /** Whether another scan can succeed now. */
  mayScanAgain: boolean;
  /** What an appeal about it would say; null where head office could not help. */
  appealKind: AppealKind | null;
  /** Steps to try first. */
  help: TextKey[];
}

/** The advice for the answer to a claim. */
export function adviceFor(outcome: ScanOutcome, scanType: ScanType): Advice {
  switch (outcome.outcome) {
    case 'awarded':
    case 'alreadyYours':
      return { mayScanAgain: true, appealKind: null, help: [] };
    case 'claimedByAnother':
      return { mayScanAgain: true, appealKind: 'alreadyClaimed', help: [] };
    case 'notActivated':
    case 'frozen':
    case 'void':
      return { mayScanAgain: true, appealKind: 'refused', help: [] };
    case 'unknownCode':
      return adviceForUnknown(outcome.reason, scanType);
    case 'dailyLimit':
    case 'lockedOut':
    case 'blocked':
    case 'memberFrozen':
      return { mayScanAgain: false, appealKind: 'refused', help: [] };
  }
}

/** The advice where the text is no code of ours; the same for a claim and for a check. */
export function adviceForUnknown(reason: UnknownReason, scanType: ScanType): Advice {
  switch (reason) {
    case 'notFound':
      return {
        mayScanAgain: true,
        appealKind: 'fake',
        help: scanType === 'typed' ? ['helpGroups', 'helpScanInstead'] : ['helpNotFound'],
      };
    // A label with such a code was printed by somebody; what was typed was only typed wrong.
    case 'malformed':
      return {
        mayScanAgain: true,
        appealKind: scanType === 'typed' ? null : 'fake',
        help: scanType === 'typed' ? ['helpWhole', 'helpScanInstead'] : ['helpRightCode'],
      };
    case 'mistyped':
      return {
        mayScanAgain: true,
        appealKind: null,
        help: ['helpGroups', 'helpLookalikes', 'helpScanInstead'],
      };
    case 'barcode':
      return { mayScanAgain: true, appealKind: null, help: ['helpSquare', 'helpCoverBarcode'] };
    case 'otherSite':
      return { mayScanAgain: true, appealKind: null, help: ['helpRightCode', 'helpNoNumbers'] };
  }
}
