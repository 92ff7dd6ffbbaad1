import type { OperationLine, ReplyOf } from '@mashang/contract';
import { ApiError, readReply } from './api.ts';
import { languageTag } from './language.ts';

interface Sending {
  file: Blob;
  onProgress: (percent: number) => void;
  signal: AbortSignal;
}

/** A photo over a weak network may take its time; a server that says nothing may not. */
const timeoutMs = 120_000;

/**
 * Uploads a file as it is. XMLHttpRequest, because fetch cannot tell how much of a body has been sent.
 * Takes operations without parameters in their address.
 * @throws ApiError refused, no network, no answer in time, or — code `offline` too — stopped
 */
export function sendFile<Line extends OperationLine>(
  line: Line,
  { file, onProgress, signal }: Sending,
): Promise<ReplyOf<Line>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (code: 'offline' | 'timeout') => () => reject(new ApiError(code, 0));
    const [method = '', path = ''] = line.split(' ');
    request.open(method, path);
    request.timeout = timeoutMs;
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', languageTag());
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    });
    request.addEventListener('error', fail('offline'));
    request.addEventListener('abort', fail('offline'));
    request.addEventListener('timeout', fail('timeout'));
    request.addEventListener('load', () => {
      try {
        resolve(readReply(answerOf(request), request.responseText) as ReplyOf<Line>);
      } catch (error) {
        // Always an ApiError; the rule cannot see what a catch catches.
        reject(error instanceof Error ? error : new ApiError('unreadable', request.status));
      }
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function answerOf(request: XMLHttpRequest) {
  return {
    ok: request.status >= 200 && request.status < 300,
    status: request.status,
    headers: { get: (name: string) => request.getResponseHeader(name) },
  };
}
