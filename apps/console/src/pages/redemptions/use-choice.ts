import { computed, ref } from 'vue';
import type { Ref } from 'vue';
import { batchMax } from './redemption-states.ts';

/** Rows that are ticked. What leaves the list leaves the choice: nobody acts on what they cannot see. */
export function useChoice<Row>(rows: Ref<Row[]>, keyOf: (row: Row) => number) {
  const chosenKeys = ref<ReadonlySet<number>>(new Set());

  const chosen = computed(() => rows.value.filter((row) => chosenKeys.value.has(keyOf(row))));
  const isEveryChosen = computed(
    () => rows.value.length > 0 && chosen.value.length === Math.min(rows.value.length, batchMax),
  );

  function toggle(row: Row): void {
    const keys = new Set(chosen.value.map(keyOf));
    if (!keys.delete(keyOf(row)) && keys.size < batchMax) keys.add(keyOf(row));
    chosenKeys.value = keys;
  }

  function toggleEvery(): void {
    const keys = isEveryChosen.value ? [] : rows.value.slice(0, batchMax).map(keyOf);
    chosenKeys.value = new Set(keys);
  }

  function clear(): void {
    chosenKeys.value = new Set();
  }

  return {
    chosen,
    isEveryChosen,
    toggle,
    toggleEvery,
    clear,
    has: (row: Row) => chosenKeys.value.has(keyOf(row)),
  };
}
