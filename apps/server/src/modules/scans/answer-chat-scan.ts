import { normalizeCode } from '@mashang/code-cipher';
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
    publicUrl: string;
    language: Language;
  },
): Promise<string> {
  const { scanDesk, publicUrl, language } = desk;
  const memberId = await desk.findMemberByOpenId(scan.openId);
  if (memberId === null) {
    const code = normalizeCode(scan.text);
    const returnPath = code ? `/C/${code}` : '/scan';
    return texts[language].bindFirst(`${publicUrl}/bind?to=${encodeURIComponent(returnPath)}`);
  }
  const { text, scanType, attemptId } = scan;
  const result = await scanDesk.awardPointsForScan({ memberId, text, scanType, attemptId });
  const { title, detail } = outcomeInWords(result, language);
  return `${title}\n${detail}\n${texts[language].balanceLine(`${publicUrl}/points`)}`;
}
