import { ref, shallowRef } from 'vue';
import { call } from '../../shared/api.ts';
import type { Reading } from '../scan/code-text.ts';
import { checkOfVisit, keepCheckOfVisit } from './visit-check.ts';
import type { AnsweredCheck } from './visit-check.ts';

/** A question whether a product is genuine: on its way, answered, or failed and ready for a retry. */
export function useCheck() {
  const checking = ref(false);
  const checked = shallowRef<AnsweredCheck>();
  const failure = shallowRef<unknown>();
  let asked: Reading | undefined;
  /** An answer is shown only where it was asked for: the address may have changed meanwhile. */
  let question = 0;

  /** Asks, once per scan: the same question while one is under way is dropped. */
  async function check(reading: Reading): Promise<void> {
    if (checking.value && asked?.text === reading.text) return;
    asked = { text: reading.text, scanType: reading.scanType };
    const mine = ++question;
    checking.value = true;
    checked.value = undefined;
    failure.value = undefined;
    try {
      const answer = await call('POST /api/authenticity-checks', { body: asked });
      if (mine !== question) return;
      checked.value = { asked, answer };
      keepCheckOfVisit(checked.value);
    } catch (error) {
      if (mine === question) failure.value = error;
    } finally {
      if (mine === question) checking.value = false;
    }
  }

  /** Shows what this visit was told before, about this text or about any. Returns whether it was. */
  function recallVisit(text?: string): boolean {
    const before = checkOfVisit();
    if (!before || (text !== undefined && before.asked.text !== text)) return false;
    asked = before.asked;
    checked.value = before;
    return true;
  }

  async function retry(): Promise<void> {
    if (asked) await check(asked);
  }

  /** Ready for another question; an answer still under way is dropped. */
  function reset(): void {
    question += 1;
    checking.value = false;
    checked.value = undefined;
    failure.value = undefined;
    keepCheckOfVisit(undefined);
  }

  return { checking, checked, failure, check, recallVisit, retry, reset };
}
