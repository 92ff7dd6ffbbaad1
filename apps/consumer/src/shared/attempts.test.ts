import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  attemptFor,
  attemptOfVisit,
  finishAttempt,
  forgetAttemptOfVisit,
  newAttemptId,
} from './attempts.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

/** The part of `history` an attempt lives in. */
function aVisit(): History {
  const visit = {
    state: null as unknown,
    replaceState(state: unknown) {
      visit.state = state;
    },
  };
  return visit as unknown as History;
}

describe('what counts as a retry', () => {
  test('an attempt id has the shape the contract asks for', () => {
    expect(newAttemptId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(newAttemptId()).not.toBe(newAttemptId());
  });

  test('a scan without an answer is repeated with the same id', () => {
    expect(attemptFor('A')).toBe(attemptFor('A'));
    expect(attemptFor('A')).not.toBe(attemptFor('B'));
  });

  test('S5: a scan after the answer is a new attempt', () => {
    const first = attemptFor('A');
    finishAttempt('A');
    expect(attemptFor('A')).not.toBe(first);
  });

  test('S1: a reload of the landing page repeats its attempt even after the answer', () => {
    const visit = aVisit();
    const first = attemptOfVisit('A', visit);
    finishAttempt('A');
    expect(attemptOfVisit('A', visit)).toBe(first);
  });

  test('S5: a new visit to the landing page after the answer is a new attempt', () => {
    const first = attemptOfVisit('A', aVisit());
    finishAttempt('A');
    expect(attemptOfVisit('A', aVisit())).not.toBe(first);
  });

  test('S5: the same address opened anew after the answer is a new attempt', () => {
    const visit = aVisit();
    const first = attemptOfVisit('A', visit);
    finishAttempt('A');
    forgetAttemptOfVisit(visit);
    expect(attemptOfVisit('A', visit)).not.toBe(first);
  });

  test('a page loaded twice before its answer repeats one attempt', () => {
    expect(attemptOfVisit('A', aVisit())).toBe(attemptOfVisit('A', aVisit()));
  });

  test('without storage every scan still gets an id', () => {
    vi.stubGlobal('sessionStorage', undefined);
    expect(attemptFor('A')).toHaveLength(36);
  });
});
