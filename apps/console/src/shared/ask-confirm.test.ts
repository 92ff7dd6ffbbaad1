import { expect, test } from 'vitest';
import { askConfirm, openQuestion } from './ask-confirm.ts';

const question = { title: '作废？', text: '', confirmLabel: '作废' };

test('an answered question is closed and its answer handed over', async () => {
  const answer = askConfirm(question);
  openQuestion.value?.answer(true);
  expect(await answer).toBe(true);
  expect(openQuestion.value).toBeNull();
});

test('a second question answers the first with no', async () => {
  const first = askConfirm(question);
  const second = askConfirm({ ...question, title: '再问' });
  expect(await first).toBe(false);
  expect(openQuestion.value?.title).toBe('再问');
  openQuestion.value?.answer(true);
  expect(await second).toBe(true);
});
