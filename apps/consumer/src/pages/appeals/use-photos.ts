import { computed, onUnmounted, reactive, ref } from 'vue';
import { ApiError } from '../../shared/api.ts';
import { failureText } from '../../shared/failure-text.ts';
import { t } from '../../shared/language.ts';
import { sendFile } from '../../shared/send-file.ts';
import { noticeLostSession } from '../../shared/session.ts';
import { photosMax } from './appeal-draft.ts';
import { shrinkPhoto } from './shrink-photo.ts';

/** Largest file (bytes) the server takes. */
const bytesMax = 20 * 1024 * 1024;

/** A photo beside the form: on its way, there, or failed with a reason. */
export interface Photo {
  key: number;
  previewUrl: string;
  state: 'sending' | 'ready' | 'failed';
  percent: number;
  pictureId?: string;
  problem?: string;
  /** Whether sending the same file once more may help. */
  mayRetry?: boolean;
}

interface Upload {
  file: File;
  abort: AbortController;
  /** Fulfilled when the photo is there, or failed. */
  settled: Promise<void>;
}

/** Up to three photos, each sent as soon as it is chosen, so that the form itself goes fast. */
export function usePhotos() {
  const photos = ref<Photo[]>([]);
  /** Whether more were chosen than fit. */
  const tooMany = ref(false);
  const uploads = new Map<number, Upload>();
  let lastKey = 0;

  const pictureIds = computed(() => photos.value.flatMap(({ pictureId }) => pictureId ?? []));
  const room = computed(() => photosMax - photos.value.length);

  function add(files: readonly File[]): void {
    tooMany.value = files.length > room.value;
    for (const file of files.slice(0, room.value)) {
      const key = ++lastKey;
      const previewUrl = URL.createObjectURL(file);
      photos.value.push({ key, previewUrl, state: 'sending', percent: 0 });
      const upload = { file, abort: new AbortController(), settled: Promise.resolve() };
      uploads.set(key, upload);
      upload.settled = send(key);
    }
  }

  function remove(key: number): void {
    const photo = photos.value.find((known) => known.key === key);
    if (!photo) return;
    photos.value = photos.value.filter((known) => known.key !== key);
    uploads.get(key)?.abort.abort();
    uploads.delete(key);
    URL.revokeObjectURL(photo.previewUrl);
    tooMany.value = false;
  }

  async function retry(key: number): Promise<void> {
    const photo = photos.value.find((known) => known.key === key);
    if (photo?.state !== 'failed') return;
    photo.state = 'sending';
    photo.percent = 0;
    const upload = uploads.get(key);
    if (upload) await (upload.settled = send(key));
  }

  /** Waits until none is on its way any more. Whether all are there. */
  async function settle(): Promise<boolean> {
    while (photos.value.some(({ state }) => state === 'sending')) {
      await Promise.all([...uploads.values()].map(({ settled }) => settled));
    }
    return photos.value.every(({ state }) => state === 'ready');
  }

  async function send(key: number): Promise<void> {
    const photo = photos.value.find((known) => known.key === key);
    const upload = uploads.get(key);
    if (!photo || !upload) return;
    try {
      photo.pictureId = await sendPhoto(upload, (percent) => (photo.percent = percent));
      photo.state = 'ready';
    } catch (error) {
      Object.assign(photo, { state: 'failed', ...problemOf(error) });
      if (!upload.abort.signal.aborted) await noticeLostSession(error);
    }
  }

  function clear(): void {
    for (const { key } of [...photos.value]) remove(key);
  }
  onUnmounted(clear);

  return reactive({ photos, tooMany, pictureIds, room, add, remove, retry, settle, clear });
}

function problemOf(error: unknown): { problem: string; mayRetry: boolean } {
  if (error instanceof TooLarge) return { problem: t('appealPhotoTooLarge'), mayRetry: false };
  if (error instanceof ApiError && error.code === 'picture_unreadable') {
    return { problem: t('appealPhotoUnreadable'), mayRetry: false };
  }
  return { problem: failureText(error), mayRetry: true };
}

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

async function sendPhoto(
  { file, abort }: Pick<Upload, 'file' | 'abort'>,
  onProgress: (percent: number) => void,
): Promise<string> {
  const photo = await shrinkPhoto(file);
  if (photo.size > bytesMax) throw new TooLarge();
  if (abort.signal.aborted) throw new ApiError('offline', 0);
  const line = 'POST /api/me/appeal-pictures';
  return (await sendFile(line, { file: photo, onProgress, signal: abort.signal })).pictureId;
}
