import { expect, test } from 'vitest';
import { subscribeRemark, subscribeTrouble } from './subscribe-outcome.ts';

const success = (statuses: Record<string, string>) => ({
  detail: {
    errMsg: 'subscribe:ok',
    subscribeDetails: JSON.stringify(
      Object.fromEntries(
        Object.entries(statuses).map(([id, status]) => [id, JSON.stringify({ status })]),
      ),
    ),
  },
});

test('S16: one accepted template is a yes, none is a no, and a phone that says nothing is neither', () => {
  expect(subscribeRemark(success({ a: 'reject', b: 'accept' }))).toBe('subscribeDone');
  expect(subscribeRemark(success({ a: 'reject', b: 'cancel' }))).toBe('subscribeNot');
  for (const silent of [{ detail: {} }, {}, undefined, { detail: { subscribeDetails: '{' } }]) {
    expect(subscribeRemark(silent)).toBeUndefined();
  }
});

test('S16: who has turned all notices off is told where to turn them on', () => {
  expect(subscribeTrouble({ detail: { errCode: '20004' } })).toBe('subscribeSwitchedOff');
  expect(subscribeTrouble({ detail: { errCode: 10002 } })).toBe('subscribeFailed');
  expect(subscribeTrouble(undefined)).toBe('subscribeFailed');
});
