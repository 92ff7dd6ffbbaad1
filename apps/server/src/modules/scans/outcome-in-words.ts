import type { ScanOutcome } from '@mashang/contract';
import { texts, type Language } from '../../texts.ts';
import type { ScanResult } from './scan-result.ts';

/** The result of a scan with its title and detail: what the page shows and the chat says. */
export function outcomeInWords(
  result: Exclude<ScanResult, { outcome: 'failed' }>,
  language: Language,
): ScanOutcome {
  const said = texts[language];
  switch (result.outcome) {
    case 'awarded':
      return {
        ...result,
        claimedAt: result.claimedAt.toISOString(),
        ...said.awarded(result.productName, result.points, result.balance),
      };
    case 'alreadyYours':
      return {
        ...result,
        claimedAt: result.claimedAt.toISOString(),
        ...said.alreadyYours(result.productName, result.claimedAt),
      };
    case 'claimedByAnother':
      return {
        ...result,
        claimedAt: result.claimedAt.toISOString(),
        ...said.claimedByAnother(result.productName, result.claimedAt),
      };
    case 'notActivated':
    case 'frozen':
    case 'void':
      return { ...result, ...said[result.outcome]() };
    case 'unknownCode':
      return { ...result, ...unknownInWords(result, language) };
    case 'lockedOut':
      return {
        outcome: 'lockedOut',
        until: result.until.toISOString(),
        ...said.lockedOut(result.until),
      };
    case 'memberFrozen':
      return { outcome: 'memberFrozen', ...said.memberFrozen() };
  }
}

/** Tries left are worth a word only when a guess was counted and the lock is near. */
function unknownInWords(
  result: Extract<ScanResult, { outcome: 'unknownCode' }>,
  language: Language,
) {
  const said = texts[language];
  const { title, detail } = said.unknown[result.reason];
  if (result.reason !== 'notFound' || result.wrongCodesLeft > 5) return { title, detail };
  return { title, detail: `${detail}${said.wrongCodesLeft(result.wrongCodesLeft)}` };
}
