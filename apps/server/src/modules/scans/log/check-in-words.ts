import type { AuthenticityCheck } from '@mashang/contract';
import { beijingDay, startOfBeijingDay } from '../../../platform/clock.ts';
import { authenticityTexts } from '../../../texts-authenticity.ts';
import { scanTexts } from '../../../texts-scans.ts';
import type { Language } from '../../../texts.ts';
import { authenticityInWords } from './authenticity-in-words.ts';
import type { CheckResult } from './check-authenticity.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The answer to a check with its title and detail. */
export function checkInWords(
  result: CheckResult,
  language: Language,
  now: Date,
): AuthenticityCheck {
  const said = authenticityTexts[language];
  switch (result.outcome) {
    case 'genuine': {
      const { productName, isClaimed, knowledge } = result;
      const state = stateOf(result.state);
      return {
        outcome: 'genuine',
        productName,
        state,
        isClaimed,
        authenticity: authenticityInWords(knowledge, language),
        ...said.genuine[state](productName, isClaimed),
      };
    }
    case 'notOurs':
      return { ...result, ...scanTexts[language].unknown[result.reason] };
    case 'lockedOut': {
      const { outcome, until } = result;
      return { outcome, until: until.toISOString(), ...said.lockedOut(until) };
    }
    case 'blocked': {
      // Without an end: whoever comes back tomorrow is told again.
      const until = result.until ?? tomorrow(now);
      return {
        outcome: 'lockedOut',
        until: until.toISOString(),
        ...said.blocked(result.until),
      };
    }
  }
}

function stateOf(state: Extract<CheckResult, { outcome: 'genuine' }>['state']) {
  return state === 'minted' || state === 'importing' ? 'notActivated' : state;
}

function tomorrow(now: Date): Date {
  return new Date(startOfBeijingDay(beijingDay(now)).getTime() + dayMs);
}
