import { expect, test } from 'vitest';
import { fitFor } from './redemption-states.ts';

const rows = (['applied', 'approved', 'shipped', 'received', 'rejected'] as const).map((state) => ({
  state,
}));

test('S16: of what is chosen an action takes only what is at that step', () => {
  expect(fitFor('approve', rows)).toEqual([{ state: 'applied' }]);
  expect(fitFor('ship', rows)).toEqual([{ state: 'approved' }]);
  expect(fitFor('reject', rows)).toEqual([{ state: 'applied' }, { state: 'approved' }]);
  expect(fitFor('receive', rows)).toEqual([{ state: 'shipped' }]);
});

test('S16: no more than two hundred go in one request', () => {
  const many = Array.from({ length: 250 }, () => ({ state: 'applied' as const }));
  expect(fitFor('approve', many)).toHaveLength(200);
});
