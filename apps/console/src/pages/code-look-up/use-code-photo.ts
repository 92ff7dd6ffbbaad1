import { onBeforeUnmount, onMounted, ref } from 'vue';

export type PhotoFailure = 'nothingFound' | 'noPicture';

/**
 * A photo of a label by any way: chosen, dropped, or pasted anywhere on the page. What its code says
 * is handed on.
 */
export function useCodePhoto(onRead: (text: string) => void) {
  const isReading = ref(false);
  const isDraggedOver = ref(false);
  const failure = ref<PhotoFailure | null>(null);
  let latest = 0;

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    const mine = ++latest;
    failure.value = null;
    isReading.value = true;
    const result = await decode(file);
    if (mine !== latest) return;
    isReading.value = false;
    if ('text' in result) onRead(result.text);
    else failure.value = result.failure;
  }

  function choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    void read(input.files?.[0]);
    // The same file may be chosen again.
    input.value = '';
  }

  function drop(event: DragEvent): void {
    isDraggedOver.value = false;
    void read(event.dataTransfer?.files[0]);
  }

  /** Text is pasted as ever; only a picture is taken. */
  function paste(event: ClipboardEvent): void {
    const picture = [...(event.clipboardData?.files ?? [])].find(({ type }) =>
      /^image\//.test(type),
    );
    if (!picture) return;
    event.preventDefault();
    void read(picture);
  }

  onMounted(() => document.addEventListener('paste', paste));
  onBeforeUnmount(() => document.removeEventListener('paste', paste));

  return { isReading, isDraggedOver, failure, choose, drop };
}

/** The decoder is large; it comes when the first photo does. */
async function decode(file: File): Promise<{ text: string } | { failure: PhotoFailure }> {
  try {
    const { decodePhoto } = await import('./decode-photo.ts');
    const text = await decodePhoto(file);
    return text === null ? { failure: 'nothingFound' } : { text };
  } catch {
    return { failure: 'noPicture' };
  }
}
