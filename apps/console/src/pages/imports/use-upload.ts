import type { CodeImport } from '@mashang/contract';
import { ref, shallowRef } from 'vue';
import { notifyError } from '../../shared/notify.ts';
import { sendFile } from '../../shared/send-file.ts';

interface Upload {
  fileName: string;
  fileBytes: number;
  bytesSent: number;
}

/** The one upload under way. It belongs to no page, so it survives a walk through the console. */
export const upload = shallowRef<Upload | null>(null);
/** The import an upload became; the imports page goes there. */
export const uploadedImport = shallowRef<CodeImport | null>(null);
export const isUploadStopped = ref(false);

let controller: AbortController | null = null;

/** Starts an upload; refusals are told at the top of whichever page is open then. */
export async function startUpload(
  productId: number | undefined,
  file: File,
  note: string,
): Promise<void> {
  controller = new AbortController();
  isUploadStopped.value = false;
  const fileName = file.name;
  const showSent = (bytesSent: number) => {
    upload.value = { fileName, fileBytes: file.size, bytesSent: Math.min(bytesSent, file.size) };
  };
  showSent(0);
  window.addEventListener('beforeunload', askBeforeLeaving);
  try {
    uploadedImport.value = await sendFile('POST /api/hq/code-imports', {
      file,
      query: {
        fileName: file.name.slice(-200),
        ...(productId === undefined ? {} : { productId }),
        ...(note ? { note } : {}),
      },
      onProgress: showSent,
      signal: controller.signal,
    });
  } catch (error) {
    if (!controller.signal.aborted) notifyError(error);
  } finally {
    window.removeEventListener('beforeunload', askBeforeLeaving);
    upload.value = null;
    controller = null;
  }
}

/** Stops the upload; the server throws away what it got. */
export function stopUpload(): void {
  isUploadStopped.value = true;
  controller?.abort();
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
