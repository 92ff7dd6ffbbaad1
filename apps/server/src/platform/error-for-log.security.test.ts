import { expect, test } from 'vitest';
import pg from 'pg';
import { errorForLog } from './error-for-log.ts';

test('B15: the row in an error of PostgreSQL does not reach the log, its code and constraint do', () => {
  const error = Object.assign(new pg.DatabaseError('null value in column', 10, 'error'), {
    code: '23502',
    constraint: 'member__mobile',
    detail: 'Failing row contains (154****0001, 王师傅).',
    where: 'COPY member, line 1: 王师傅',
  });
  const logged = errorForLog(new Error('outer', { cause: error }));
  expect(logged.cause).toMatchObject({ code: '23502', constraint: 'member__mobile' });
  expect(JSON.stringify(logged)).not.toMatch(/王师傅|154/);
});

test('B15: whatever is thrown can be logged, a circle of causes too', () => {
  const circle = new Error('round');
  circle.cause = circle;
  for (const thrown of [
    circle,
    null,
    undefined,
    'text with 15400000001',
    { mobile: '15400000001' },
  ]) {
    expect(JSON.stringify(errorForLog(thrown))).not.toContain('15400000001');
  }
});
