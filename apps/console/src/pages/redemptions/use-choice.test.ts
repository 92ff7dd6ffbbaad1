import { expect, test } from 'vitest';
import { ref } from 'vue';
import { useChoice } from './use-choice.ts';

test('S16: what left the list is no longer chosen', () => {
  const rows = ref([1, 2, 3]);
  const choice = useChoice(rows, (row) => row);
  choice.toggle(1);
  choice.toggle(3);
  rows.value = [2, 3];
  expect(choice.chosen.value).toEqual([3]);
  choice.toggle(3);
  rows.value = [1, 2, 3];
  expect(choice.chosen.value).toEqual([]);
});

test('S16: choosing all stops at what one request may hold', () => {
  const rows = ref(Array.from({ length: 250 }, (_none, index) => index + 1));
  const choice = useChoice(rows, (row) => row);
  choice.toggleEvery();
  expect(choice.chosen.value).toHaveLength(200);
  choice.toggle(250);
  expect(choice.has(250)).toBe(false);
  choice.toggleEvery();
  expect(choice.chosen.value).toHaveLength(0);
});
