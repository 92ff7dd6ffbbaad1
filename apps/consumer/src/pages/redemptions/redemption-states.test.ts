import { expect, test } from 'vitest';
import { mayCancel, readState, redemptionStates } from './redemption-states.ts';

test('S10: a redemption can be cancelled until it is shipped, and never after', () => {
  expect(redemptionStates.filter(mayCancel)).toEqual(['applied', 'approved']);
});

test('S8: the state in the address is one of ours or none', () => {
  expect(readState({ state: 'shipped' })).toBe('shipped');
  expect(readState({ state: 'stolen' })).toBeUndefined();
  expect(readState({})).toBeUndefined();
});
