import { expect, test } from 'vitest';
import { readChange } from './read-change.ts';

const now = new Date('2026-11-23T06:00:00.000Z');
const fields = {
  isWhole: true,
  first: '',
  last: '',
  isLater: false,
  clock: { day: '', time: '' },
  productId: undefined,
  points: '',
  reason: '',
};

test('B5: an activation in the past is refused, by the clock of Beijing', () => {
  const at = (time: string) => {
    const later = { ...fields, isLater: true, clock: { day: '2026-11-23', time } };
    return readChange('activate', later, 10, now);
  };
  expect(at('14:00').errors).toEqual({ clock: 'timePast' });
  expect(at('14:01').errors).toEqual({});
  expect(at('14:01').activatesAt).toBe('2026-11-23T06:01:00.000Z');
  expect(at('25:00').errors).toEqual({ clock: 'timeInvalid' });
  expect(readChange('activate', fields, 10, now).activatesAt).toBeNull();
});

test('B5: what takes something away from somebody needs a reason', () => {
  for (const action of ['revoke', 'freeze', 'void'] as const) {
    expect(readChange(action, { ...fields, reason: '  ' }, 10, now).errors).toEqual({
      reason: 'required',
    });
  }
  expect(readChange('thaw', fields, 10, now).errors).toEqual({});
});

test('B6, S21: a product has to be chosen; empty points give codes back to their product', () => {
  expect(readChange('product', fields, 10, now).errors).toEqual({ productId: 'productMissing' });
  expect(readChange('points', fields, 10, now)).toMatchObject({ pointsPerCode: null, errors: {} });
  expect(readChange('points', { ...fields, points: '1,000' }, 10, now).pointsPerCode).toBe(1000);
  for (const points of ['0', '1000001', '1.5', 'x', '-3']) {
    expect(readChange('points', { ...fields, points }, 10, now).errors.points).toBe('pointsError');
  }
});

test('B5: serials typed before do not matter once the whole batch is meant', () => {
  const typed = { ...fields, first: '5', last: 'x' };
  expect(readChange('thaw', typed, 10, now).span).toEqual({ firstSerial: 0, lastSerial: 9 });
  expect(readChange('thaw', { ...typed, isWhole: false }, 10, now).errors.span).toBe('notNumber');
});
