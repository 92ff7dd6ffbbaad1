import type { OperationLine, QueryOf, ReplyOf } from '@mashang/contract';
import { ApiError, readRefusal } from './api.ts';
import { buildAddress } from './build-address.ts';

interface SendFileInput<Line extends OperationLine> {
  file: Blob;
  query?: QueryOf<Line>;
  onProgress?: (bytesSent: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends a file as it is, read from disk in pieces by the browser. XMLHttpRequest, because fetch
 * cannot tell how much of a body has been sent.
 * @throws ApiError refused, network lost, or — code `network` too — stopped by the signal
 */
export function sendFile<Line extends OperationLine>(
  line: Line,
  { file, query, onProgress, signal }: SendFileInput<Line>,
): Promise<ReplyOf<Line>> {
  const { method, address } = buildAddress(line, {}, { ...(query as object | undefined) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new ApiError({ code: 'network', message: '', requestId: '' }, 0));
    request.open(method, address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress?.(event.loaded));
    request.addEventListener('error', fail);
    request.addEventListener('abort', fail);
    request.addEventListener('load', () => {
      const isOk = request.status >= 200 && request.status < 300;
      if (isOk) resolve(JSON.parse(request.responseText) as ReplyOf<Line>);
      else reject(readRefusal(request.status, request.responseText));
    });
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
