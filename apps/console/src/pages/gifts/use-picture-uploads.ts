import { computed, ref } from 'vue';
import { ApiError } from '../../shared/api.ts';
import { sendFile } from '../../shared/send-file.ts';
import { tellError, texts } from '../../shared/texts.ts';
import { percentDone } from '../imports/import-speed.ts';

export interface PictureUpload {
  key: number;
  fileName: string;
  /** null: waits its turn. 100: sent, the server is re-encoding it. */
  percent: number | null;
  /** Why it was refused; it stays on screen until dismissed. */
  refusal: string | null;
}

export const pictureBytesMax = 20 * 1024 * 1024;
let lastKey = 0;

/** Pictures on their way to the server, one after the other; each that arrives is handed on. */
export function usePictureUploads(onArrived: (pictureId: string) => void) {
  const uploads = ref<PictureUpload[]>([]);
  const isBusy = computed(() => uploads.value.some((upload) => upload.refusal === null));
  let queue = Promise.resolve();

  function add(files: readonly File[]): void {
    for (const file of files) {
      const key = ++lastKey;
      uploads.value.push({ key, fileName: file.name, percent: null, refusal: null });
      queue = queue.then(() => send(key, file));
    }
  }

  async function send(key: number, file: File): Promise<void> {
    if (file.size > pictureBytesMax) {
      change(key, { refusal: texts.value.gifts.pictureTooLarge });
      return;
    }
    change(key, { percent: 0 });
    try {
      const { pictureId } = await sendFile('POST /api/hq/pictures', {
        file,
        onProgress: (bytesSent) => change(key, { percent: percentDone(bytesSent, file.size) }),
      });
      dismiss(key);
      onArrived(pictureId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      change(key, { refusal: tellError(error) });
    }
  }

  function change(key: number, changes: Partial<PictureUpload>): void {
    const upload = uploads.value.find((one) => one.key === key);
    if (upload) Object.assign(upload, changes);
  }

  function dismiss(key: number): void {
    uploads.value = uploads.value.filter((one) => one.key !== key);
  }

  return { uploads, isBusy, add, dismiss };
}
