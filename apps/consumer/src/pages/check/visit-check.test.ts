import { describe, expect, test } from 'vitest';
import { checkOfVisit, keepCheckOfVisit } from './visit-check.ts';

const check = {
  asked: { text: 'ABC', scanType: 'qrcode' },
  answer: { outcome: 'notOurs', title: '', detail: '', reason: 'notFound' },
} as const;

function aVisit(state: unknown = null): History {
  const visit = {
    state,
    replaceState(next: unknown) {
      visit.state = next;
    },
  };
  return visit as unknown as History;
}

describe('the answer of a visit', () => {
  test('S21: a reload and "back" show it again, without another scan in the bottle’s history', () => {
    const visit = aVisit({ position: 3 });
    keepCheckOfVisit(check, visit);
    expect(checkOfVisit(visit)).toEqual(check);
    expect(visit.state).toMatchObject({ position: 3 });
  });

  test('S21: the same address opened anew asks anew', () => {
    const visit = aVisit();
    keepCheckOfVisit(check, visit);
    keepCheckOfVisit(undefined, visit);
    expect(checkOfVisit(visit)).toBeUndefined();
    expect(checkOfVisit(aVisit())).toBeUndefined();
  });
});
