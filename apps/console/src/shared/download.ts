import { ApiError, readRefusal } from './api.ts';
import { languageTag } from './texts.ts';

interface DownloadInput {
  address: string;
  /** Used when the server names none. */
  fallbackName: string;
  onProgress?: (bytesReceived: number) => void;
  signal: AbortSignal;
}

/**
 * Fetches a file and hands it to the browser's downloads. Unlike a plain link it tells a refusal in
 * words, and a transfer that breaks off leaves no half file behind.
 * @throws ApiError refused, network lost, or — code `network` too — stopped by the signal
 */
export async function download(input: DownloadInput): Promise<void> {
  const { address, fallbackName, onProgress, signal } = input;
  const headers = { 'accept-language': languageTag() };
  const response = await fetch(address, { headers, signal }).catch(lostNetwork);
  if (!response.ok) throw readRefusal(response.status, await response.text());
  const name = readFileName(response.headers.get('content-disposition')) ?? fallbackName;
  // The browser keeps a big blob on disk; only the piece passing through is in memory.
  const counted = response.body?.pipeThrough(countBytes(onProgress)) ?? null;
  save(await new Response(counted).blob().catch(lostNetwork), name);
}

/** The name in a Content-Disposition header (RFC 6266): `filename*` first, else the plain one. */
export function readFileName(header: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  const plain = /filename="([^"]+)"/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return plain ?? null;
  try {
    return decodeURIComponent(encoded.trim());
  } catch {
    return plain ?? null;
  }
}

function countBytes(onProgress: ((bytes: number) => void) | undefined) {
  let bytes = 0;
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress?.(bytes);
      controller.enqueue(chunk);
    },
  });
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken its own hold of the blob by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function lostNetwork(): never {
  throw new ApiError({ code: 'network', message: '', requestId: '' }, 0);
}
