import { ref, shallowRef } from 'vue';
import { noticeLostSession } from './session.ts';

/** Something a page reads from the server: the value once it is there, or why it is not. */
export function useLoad<Value>(read: () => Promise<Value>) {
  const value = shallowRef<Value>();
  const failure = shallowRef<unknown>();
  const loading = ref(false);
  /** Answers to a question no longer asked are dropped. */
  let question = 0;

  async function load(): Promise<void> {
    const asked = ++question;
    loading.value = true;
    failure.value = undefined;
    try {
      const answer = await read();
      if (asked === question) value.value = answer;
    } catch (error) {
      if (asked === question) failure.value = error;
      await noticeLostSession(error);
    } finally {
      if (asked === question) loading.value = false;
    }
  }

  return { value, failure, loading, load };
}

/** Something a person does with a button: once at a time, and why it failed. */
export function useAction() {
  const running = ref(false);
  const failure = shallowRef<unknown>();

  /** Returns whether it was done. A second press while the first is under way does nothing. */
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (running.value) return false;
    running.value = true;
    failure.value = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = error;
      await noticeLostSession(error);
      return false;
    } finally {
      running.value = false;
    }
  }

  return { running, failure, run };
}
