import { normalizeCode } from '@mashang/code-cipher';
import type { AppealKind, ScanOutcome } from '@mashang/contract';
import { beijingMinute } from '../../platform/clock.ts';
import { texts, type Language } from '../../texts.ts';
import type { ScanDesk } from './award-points-for-scan.ts';
import { outcomeInWords } from './outcome-in-words.ts';

export interface ChatScan {
  openId: string;
  text: string;
  scanType: 'qrcode' | 'barcode' | 'typed';
  attemptId: string;
}

/**
 * A scan sent by WeChat's chat, answered in the words of the result page. Whoever is not bound yet
 * gets a link that binds and then claims this very code.
 */
export async function answerChatScan(
  scan: ChatScan,
  desk: {
    scanDesk: ScanDesk;
    findMemberByOpenId: (openId: string) => Promise<number | null>;
    /** When the number of this person, who is not bound now, went to another WeChat user. */
    findMovedAway: () => Promise<Date | null>;
    publicUrl: string;
    language: Language;
  },
): Promise<string> {
  const { scanDesk, publicUrl, language } = desk;
  const said = texts[language];
  const memberId = await desk.findMemberByOpenId(scan.openId);
  const code = normalizeCode(scan.text);
  if (memberId === null) {
    const returnPath = code ? `/C/${code}` : '/scan';
    const bindUrl = `${publicUrl}/bind?to=${encodeURIComponent(returnPath)}`;
    const movedAt = await desk.findMovedAway();
    return movedAt === null
      ? said.bindFirst(bindUrl)
      : said.bindAgain(beijingMinute(movedAt), bindUrl);
  }
  const { text, scanType, attemptId, openId } = scan;
  // WeChat shows its own servers only: neither address nor browser of the person is known.
  const origin = { channel: 'chat' as const, address: null, device: null, openId };
  const result = await scanDesk.awardPointsForScan({ memberId, text, scanType, attemptId, origin });
  const outcome = outcomeInWords(result, language);
  const kind = appealKindOf(outcome);
  const appealUrl = `${publicUrl}/appeals/new?kind=${kind}${code ? `&text=${code}` : ''}`;
  const appealLine = kind === 'fake' ? said.fakeLine(appealUrl) : said.appealLine(appealUrl);
  const words = [
    outcome.title,
    outcome.detail,
    'explanation' in outcome ? outcome.explanation : null,
    authenticityLine(outcome),
  ];
  const links = [kind === null ? null : appealLine, said.balanceLine(`${publicUrl}/points`)];
  const lines = [...words.map((line) => line && withoutLinks(line)), ...links];
  return lines.filter((line) => line !== null).join('\n');
}

/** WeChat draws `<a>` in a text as a link: only ours may be one, whatever a product is called. */
function withoutLinks(line: string): string {
  return line.replaceAll(/<(?=\s*a\b)/gi, '＜');
}

/** The code's own story, unless the answer has told it: a second scan by the same person. */
function authenticityLine(outcome: ScanOutcome): string | null {
  if (!('authenticity' in outcome) || !outcome.authenticity) return null;
  const { verdict, title, detail } = outcome.authenticity;
  switch (verdict) {
    case 'first':
      return outcome.outcome === 'awarded' ? title : null;
    case 'again':
      return null;
    case 'others':
      return title;
    case 'many':
      return `${title}。${detail}`;
  }
}

/** What may be appealed about the answer; head office cannot help with a bar code. */
function appealKindOf(outcome: ScanOutcome): AppealKind | null {
  switch (outcome.outcome) {
    case 'claimedByAnother':
      return 'alreadyClaimed';
    case 'notActivated':
    case 'frozen':
    case 'void':
    case 'lockedOut':
    case 'blocked':
    case 'dailyLimit':
      return 'refused';
    case 'unknownCode':
      return outcome.reason === 'notFound' ? 'fake' : null;
    case 'awarded':
      return outcome.authenticity?.verdict === 'many' ? 'fake' : null;
    case 'alreadyYours':
    case 'memberFrozen':
      return null;
  }
}
