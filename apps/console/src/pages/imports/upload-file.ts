import type { CodeImport } from '@mashang/contract';
import { ApiError, readRefusal } from '../../shared/api.ts';
import { buildAddress } from '../../shared/build-address.ts';

export interface UploadInput {
  productId: number;
  file: File;
  note?: string;
  onProgress: (bytesSent: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file as it is, read from disk in pieces by the browser. XMLHttpRequest, because fetch
 * cannot tell how much of a body has been sent.
 * @throws ApiError refused, network lost, or — code `network` too — stopped by the signal
 */
export function uploadFile({ productId, file, note, onProgress, signal }: UploadInput) {
  const { method, address } = buildAddress(
    'POST /api/hq/code-imports',
    {},
    {
      productId,
      fileName: file.name.slice(-200),
      note,
    },
  );
  return new Promise<CodeImport>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new ApiError({ code: 'network', message: '', requestId: '' }, 0));
    request.open(method, address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('error', fail);
    request.addEventListener('abort', fail);
    request.addEventListener('load', () => {
      const isOk = request.status >= 200 && request.status < 300;
      if (isOk) resolve(JSON.parse(request.responseText) as CodeImport);
      else reject(readRefusal(request.status, request.responseText));
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
