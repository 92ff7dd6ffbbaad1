import type { CodeHistory } from '@mashang/contract';
import { computed, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ApiError, call } from '../../shared/api.ts';
import { readCodeRef } from './read-code-ref.ts';

/**
 * The history of a code: of the number in the address, or of a code that is typed. A typed code
 * never gets into the address, only its number does.
 */
export function useCodeLookUp() {
  const route = useRoute();
  const router = useRouter();
  const codeRef = computed(() => {
    const given = route.params['codeRef'];
    return route.name === 'codes' && typeof given === 'string' ? given : '';
  });
  const history = shallowRef<CodeHistory | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const isMissing = ref(false);
  const isBusy = ref(false);
  let question = 0;
  /** What to ask again after a failure. */
  let latest = (): Promise<void> => Promise.resolve();

  /** Only the answer to the newest question is shown. */
  async function ask(work: (isWanted: () => boolean) => Promise<void>): Promise<void> {
    latest = () => ask(work);
    const mine = ++question;
    isBusy.value = true;
    failure.value = null;
    isMissing.value = false;
    try {
      await work(() => mine === question);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine !== question) return;
      history.value = null;
      if (error.code === 'code_not_found') isMissing.value = true;
      else failure.value = error;
    } finally {
      if (mine === question) isBusy.value = false;
    }
  }

  function askByNumber(asked: string): Promise<void> {
    return ask(async (isWanted) => {
      const params = { codeRef: asked };
      const reply = await call('GET /api/hq/codes/:codeRef', { params });
      if (isWanted()) history.value = reply;
    });
  }

  /** What was printed, or — when no printed code says so — a number as the console writes it. */
  function askByText(text: string): Promise<void> {
    return ask(async (isWanted) => {
      const reply = await call('POST /api/hq/code-look-ups', { body: { text } });
      if (!isWanted()) return;
      const found = reply.history?.codeRef ?? readCodeRef(text);
      if (reply.history) history.value = reply.history;
      await router.push({ name: 'codes', params: found ? { codeRef: found } : {} });
      if (!found) {
        history.value = null;
        isMissing.value = true;
      }
    });
  }

  watch(
    codeRef,
    (asked) => {
      if (asked !== '' && asked !== history.value?.codeRef) {
        history.value = null;
        void askByNumber(asked);
      } else if (asked === '') {
        history.value = null;
        failure.value = null;
        isMissing.value = false;
      }
    },
    { immediate: true },
  );

  return { history, failure, isMissing, isBusy, askByText, retry: () => latest() };
}
