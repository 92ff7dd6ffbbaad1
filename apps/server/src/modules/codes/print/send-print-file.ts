import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attachmentHeader } from '../../../platform/attachment-header.ts';
import { readByteRange } from './byte-range.ts';
import type { ByteRange } from './byte-range.ts';
import { giveWay } from './give-way.ts';
import type { PrintFile } from './print-types.ts';

export interface SendHooks {
  /** Bytes of the file that were just handed to the connection. */
  onBytes?: (bytes: number) => void;
  /**
   * Once, when the answer is over. Complete: the other side took everything to the last byte of the
   * file; what came before it may have come with an earlier answer.
   */
  onEnd?: (isComplete: boolean) => void;
}

/** Bytes made ahead of a connection that is busy. */
const bytesAhead = 256 * 1_024;

/**
 * Sends a print file as an attachment. Nothing is written to a disk: it is made as fast as the other
 * side reads and other requests leave time for, and no further when it goes away. A broken download
 * goes on with a Range request (RFC 9110 §14) where the file can be begun in the middle.
 */
export function sendPrintFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  file: PrintFile,
  hooks: SendHooks = {},
): void {
  const { totalBytes, isSeekable, etag } = file;
  reply.headers({
    'content-type': file.mediaType,
    'content-disposition': attachmentHeader(file.fileName, plainNameOf(file)),
    'cache-control': 'private, no-store',
    'accept-ranges': isSeekable ? 'bytes' : 'none',
    etag,
  });
  if (totalBytes === null) return sendBytes(reply, request, file.read(), true, hooks);
  const range = isSeekable ? rangeAsked(request, totalBytes, etag) : { kind: 'whole' as const };
  if (range.kind === 'unsatisfiable') {
    void reply.status(416).header('content-range', `bytes */${totalBytes}`).send('');
    return;
  }
  const { first, last } = range.kind === 'part' ? range : { first: 0, last: totalBytes - 1 };
  if (range.kind === 'part') {
    reply.status(206).header('content-range', `bytes ${first}-${last}/${totalBytes}`);
  }
  reply.header('content-length', last - first + 1);
  sendBytes(reply, request, file.read(first, last), last === totalBytes - 1, hooks);
}

function sendBytes(
  reply: FastifyReply,
  request: FastifyRequest,
  bytes: AsyncIterable<Uint8Array>,
  reachesEnd: boolean,
  hooks: SendHooks,
): void {
  // Fastify answers HEAD with this handler and reads the stream to its end: a billion codes for
  // nothing. An empty stream leaves Content-Length as it is.
  if (request.method === 'HEAD') return void reply.send(Readable.from([]));
  const { onBytes, onEnd } = hooks;
  reply.raw.once('close', () => onEnd?.(reachesEnd && reply.raw.writableFinished));
  const paced = giveWay(bytes);
  const counted = onBytes === undefined ? paced : countBytes(paced, onBytes);
  void reply.send(Readable.from(counted, { objectMode: false, highWaterMark: bytesAhead }));
}

async function* countBytes(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes(chunk.length);
  }
}

function rangeAsked(request: FastifyRequest, totalBytes: number, etag: string): ByteRange {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return { kind: 'whole' };
  return readByteRange(request.headers.range, totalBytes);
}

/** For what knows no other names: letters, digits, dots and dashes. */
function plainNameOf({ fileName }: PrintFile): string {
  return `codes${/\.[a-z0-9]+$/.exec(fileName)?.[0] ?? ''}`;
}
