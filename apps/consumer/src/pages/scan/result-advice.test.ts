import type { ScanOutcome } from '@mashang/contract';
import { describe, expect, test } from 'vitest';
import { texts } from '../../shared/texts.ts';
import { adviceFor, adviceForUnknown } from './result-advice.ts';

const said = { title: '', detail: '' };
const until = '2026-11-23T16:00:00.000Z';
const onBottle = { ...said, productName: '酱油', authenticity: null };
const earned = { points: 20, balance: 20, explanation: null, claimedAt: until };

const outcomes: ScanOutcome[] = [
  { outcome: 'awarded', ...onBottle, ...earned },
  { outcome: 'alreadyYours', ...onBottle, ...earned },
  { outcome: 'claimedByAnother', ...onBottle, claimedAt: until },
  { outcome: 'notActivated', ...onBottle },
  { outcome: 'frozen', ...onBottle },
  { outcome: 'void', ...onBottle },
  { outcome: 'lockedOut', ...said, until },
  { outcome: 'memberFrozen', ...said },
  { outcome: 'blocked', ...said, until: null },
  { outcome: 'dailyLimit', ...said, limit: 100, until },
];

function outcomesWhere(holds: (advice: ReturnType<typeof adviceFor>) => boolean): string[] {
  return outcomes.filter((outcome) => holds(adviceFor(outcome, 'qrcode'))).map((o) => o.outcome);
}

describe('what to do after a refusal', () => {
  test('B8: every refusal that head office can judge leads to an appeal about just that', () => {
    expect(outcomesWhere((advice) => advice.appealKind === 'alreadyClaimed')).toEqual([
      'claimedByAnother',
    ]);
    expect(outcomesWhere((advice) => advice.appealKind === 'refused')).toEqual([
      'notActivated',
      'frozen',
      'void',
      'lockedOut',
      'memberFrozen',
      'blocked',
      'dailyLimit',
    ]);
    expect(adviceForUnknown('notFound', 'qrcode').appealKind).toBe('fake');
    expect(adviceForUnknown('malformed', 'qrcode').appealKind).toBe('fake');
  });

  test('B8: a bar code, another site and a slip of the finger get help in place of an appeal', () => {
    for (const reason of ['barcode', 'otherSite', 'mistyped'] as const) {
      const advice = adviceForUnknown(reason, 'qrcode');
      expect(advice.appealKind).toBeNull();
      expect(advice.help.length).toBeGreaterThan(1);
    }
    expect(adviceForUnknown('malformed', 'typed')).toMatchObject({ appealKind: null });
    for (const reason of ['notFound', 'malformed', 'mistyped', 'barcode', 'otherSite'] as const) {
      for (const key of adviceForUnknown(reason, 'typed').help) expect(texts).toHaveProperty(key);
    }
  });

  test('B11: nobody is sent to scan again while that cannot succeed', () => {
    expect(outcomesWhere((advice) => !advice.mayScanAgain)).toEqual([
      'lockedOut',
      'memberFrozen',
      'blocked',
      'dailyLimit',
    ]);
  });
});
