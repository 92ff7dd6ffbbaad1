import type { BodyOf, CodePreview } from '@mashang/contract';
import { onMounted, onUnmounted, ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

type PreviewQuestion = BodyOf<'POST /api/hq/code-previews'>;

const delayMs = 250;

/** What a code will look like, asked a moment after the last change; late answers are dropped. */
export function useCodePreview(toQuestion: () => PreviewQuestion) {
  const preview = shallowRef<CodePreview | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  /** What is shown does not belong to what is typed, or not yet. */
  const isStale = ref(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller: AbortController | null = null;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    isStale.value = true;
    failure.value = null;
    try {
      const input = { body: toQuestion(), signal: mine.signal };
      const reply = await call('POST /api/hq/code-previews', input);
      if (mine !== controller) return;
      preview.value = reply;
      isStale.value = false;
    } catch (error) {
      if (mine !== controller || mine.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
    }
  }

  function askSoon(): void {
    isStale.value = true;
    controller?.abort();
    controller = null;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), delayMs);
  }

  /** Back on the network: what failed for want of it is asked again without a click. */
  function askAgain(): void {
    if (failure.value?.code === 'network') void ask();
  }

  watch(() => JSON.stringify(toQuestion()), askSoon);
  onMounted(() => {
    window.addEventListener('online', askAgain);
    void ask();
  });
  onUnmounted(() => {
    window.removeEventListener('online', askAgain);
    clearTimeout(timer);
    controller?.abort();
  });
  return { preview, failure, isStale, ask };
}
