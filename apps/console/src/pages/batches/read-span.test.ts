import { expect, test } from 'vitest';
import { readSpan } from './read-span.ts';

const read = (first: string, last: string) => readSpan({ first, last }, 100_000);

test('B5: empty fields are the ends of the batch, digits may be grouped or full-width', () => {
  expect(read('', '').span).toEqual({ firstSerial: 0, lastSerial: 99_999 });
  expect(read(' 10,000 ', '').span).toEqual({ firstSerial: 10_000, lastSerial: 99_999 });
  expect(read('５', '99 999').span).toEqual({ firstSerial: 5, lastSerial: 99_999 });
  expect(read('7', '7').span).toEqual({ firstSerial: 7, lastSerial: 7 });
});

test('B5: serials that are no numbers, outside the batch or turned round are told apart', () => {
  expect(read('a', '').error).toBe('notNumber');
  expect(read('-1', '').error).toBe('notNumber');
  expect(read('1.5', '').error).toBe('notNumber');
  expect(read('100000', '').error).toBe('outside');
  expect(read('', '100,000').error).toBe('outside');
  expect(read('9', '8').error).toBe('reversed');
  expect(readSpan({ first: '', last: '' }, 0).error).toBe('outside');
});
