import type { ScanOutcome } from '@mashang/contract';
import { formatMoment, t } from '../../shared/language.ts';

const looks = {
  awarded: { tone: 'win', icon: 'check' },
  alreadyYours: { tone: 'mine', icon: 'check' },
  claimedByAnother: { tone: 'warn', icon: 'person' },
  notActivated: { tone: 'calm', icon: 'clock' },
  frozen: { tone: 'calm', icon: 'lock' },
  void: { tone: 'warn', icon: 'warning' },
  unknownCode: { tone: 'warn', icon: 'question' },
  lockedOut: { tone: 'calm', icon: 'lock' },
  memberFrozen: { tone: 'calm', icon: 'lock' },
  blocked: { tone: 'calm', icon: 'lock' },
  dailyLimit: { tone: 'calm', icon: 'clock' },
} as const satisfies Record<ScanOutcome['outcome'], { tone: string; icon: string }>;

/** How the answer looks: a colour and a sign. */
export function lookOf(outcome: ScanOutcome) {
  return looks[outcome.outcome];
}

/** The plain facts of an answer, each with its label. The balance stands apart. */
export function factsOf(outcome: ScanOutcome): [label: string, value: string][] {
  const rows: [label: string, value: string][] = [];
  if ('productName' in outcome && outcome.productName) {
    rows.push([t('resultProduct'), outcome.productName]);
  }
  if (outcome.outcome === 'alreadyYours') {
    rows.push([t('resultPoints'), `${outcome.points} ${t('pointsUnit')}`]);
  }
  if ('claimedAt' in outcome) rows.push([t('resultClaimedAt'), formatMoment(outcome.claimedAt)]);
  if (outcome.outcome === 'dailyLimit') {
    rows.push([t('resultLimit'), t('resultLimitCodes', { limit: outcome.limit })]);
  }
  if ('until' in outcome && outcome.until) {
    rows.push([t('resultUntil'), formatMoment(outcome.until)]);
  }
  return rows;
}
