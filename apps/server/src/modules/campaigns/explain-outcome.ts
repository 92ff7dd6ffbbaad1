import { regionName } from '@mashang/contract/region-tree';
import { campaignTexts } from '../../texts-campaigns.ts';
import type { Language } from '../../texts.ts';
import type { RuleOutcome } from './evaluate-campaigns.ts';
import type { AskedScan } from './meet-conditions.ts';

/** A verdict in words, with what it hangs on. A batch of 0 means that none was given. */
export function explainOutcome(
  { rule, verdict, cost, value }: RuleOutcome,
  scan: AskedScan,
  language: Language,
): string {
  const words = campaignTexts[language].verdicts;
  switch (verdict) {
    case 'applied':
      return explainEffect(rule, value, scan, language);
    case 'notStarted':
      return words.notStarted(rule.startsAt);
    case 'over':
      return words.over(rule.endsAt);
    case 'notRunning':
      return rule.state === 'running' ? '' : words[rule.state];
    case 'otherProduct':
      return words.otherProduct;
    case 'otherBatch':
      return scan.batchId === 0 ? words.noBatch : words.otherBatch(scan.batchId, scan.serial);
    case 'otherMemberKind':
      return words.otherMemberKind(scan.memberKind);
    case 'otherRegion':
      return scan.regionCode === null
        ? words.noRegion
        : words.otherRegion(regionName(scan.regionCode));
    case 'notFirst':
      return words.notFirst[rule.occasion];
    case 'memberDailyLimit':
      return words.memberDailyLimit(rule.memberDailyTimesMax ?? 0);
    case 'memberTotalLimit':
      return words.memberTotalLimit(rule.memberTotalTimesMax ?? 0);
    case 'budgetSpent':
      return words.budgetSpent((rule.budgetPoints ?? 0) - rule.spentPoints, cost);
    case 'afterLast':
      return words.afterLast;
  }
}

function explainEffect(
  { effect }: RuleOutcome['rule'],
  value: number,
  scan: AskedScan,
  language: Language,
): string {
  const words = campaignTexts[language].verdicts;
  switch (effect.kind) {
    case 'multiply':
      return words.multiplied(String(value / 100));
    case 'add':
      return words.added(value);
    case 'fixed':
      return words.fixed(value);
    case 'random': {
      const say = scan.batchId === 0 ? words.drawnForExample : words.drawn;
      return say(value, effect.pointsMin, effect.pointsMax);
    }
  }
}
