import type { ScanOutcome } from '@mashang/contract';
import type { Language } from '../../texts.ts';
import { scanTexts } from '../../texts-scans.ts';
import { explainAward, type AwardExplanation } from '../points/index.ts';
import { authenticityInWords } from './log/index.ts';
import type { ScanAnswer } from './scan-result.ts';

/** The result of a scan with its title and detail: what the page shows and the chat says. */
export function outcomeInWords(result: ScanAnswer, language: Language): ScanOutcome {
  const said = scanTexts[language];
  switch (result.outcome) {
    case 'awarded':
    case 'alreadyYours':
      return paidInWords(result, language);
    case 'claimedByAnother': {
      const { outcome, productName, claimedAt, knowledge } = result;
      return {
        outcome,
        productName,
        claimedAt: claimedAt.toISOString(),
        authenticity: authenticityInWords(knowledge, language),
        ...said.claimedByAnother(productName, claimedAt),
      };
    }
    case 'notActivated':
    case 'frozen':
    case 'void': {
      const { outcome, productName, knowledge } = result;
      const authenticity = authenticityInWords(knowledge, language);
      return { outcome, productName, authenticity, ...said[outcome]() };
    }
    case 'unknownCode':
      return { ...result, ...unknownInWords(result, language) };
    case 'lockedOut':
      return { ...result, until: result.until.toISOString(), ...said.lockedOut(result.until) };
    case 'memberFrozen':
      return { outcome: 'memberFrozen', ...said.memberFrozen() };
    case 'blocked': {
      const { until } = result;
      return { ...result, until: until?.toISOString() ?? null, ...said.blocked(until) };
    }
    case 'dailyLimit': {
      const { limit, until } = result;
      return { ...result, until: until.toISOString(), ...said.dailyLimit(limit, until) };
    }
  }
}

function paidInWords(
  result: Extract<ScanAnswer, { explanation: AwardExplanation | null }>,
  language: Language,
): ScanOutcome {
  const said = scanTexts[language];
  const { outcome, points, balance, productName, claimedAt, explanation, knowledge } = result;
  const words =
    outcome === 'awarded'
      ? said.awarded(productName, points, balance)
      : said.alreadyYours(productName, points, claimedAt);
  return {
    outcome,
    points,
    balance,
    productName,
    claimedAt: claimedAt.toISOString(),
    // The rule of the product alone needs no explanation: it is the points.
    explanation: explanation?.steps?.length ? explainAward(explanation, language) : null,
    authenticity: authenticityInWords(knowledge, language),
    ...words,
  };
}

/** Tries left are worth a word only when a guess was counted and the lock is near. */
function unknownInWords(
  result: Extract<ScanAnswer, { outcome: 'unknownCode' }>,
  language: Language,
) {
  const said = scanTexts[language];
  const { title, detail } = said.unknown[result.reason];
  if (result.reason !== 'notFound' || result.wrongCodesLeft > 5) return { title, detail };
  return { title, detail: `${detail}${said.wrongCodesLeft(result.wrongCodesLeft)}` };
}
