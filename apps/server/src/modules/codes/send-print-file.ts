import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { CodeCipher } from '@mashang/code-cipher';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attachmentHeader } from '../../platform/attachment-header.ts';
import type { OwnBatch } from './batch-queries.ts';
import { readByteRange } from './byte-range.ts';
import type { ByteRange } from './byte-range.ts';
import type { CodeBook } from './code-book.ts';

export interface PrintFile {
  batch: OwnBatch;
  productName: string;
  /** How phones reach us, without a slash at the end. */
  publicUrl: string;
}

/**
 * Sends the codes of a batch, one URL a line, as an attachment of known length. Nothing is written
 * to a disk: lines are made as fast as the other side reads. Every line is as long, so a download
 * that broke off goes on with a Range request (RFC 9110 §14).
 */
export function sendPrintFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  codeBook: CodeBook,
  file: PrintFile,
): void {
  const { batch } = file;
  const cipher = codeBook.cipher(batch.keyVersion, batch.codeLength);
  const prefix = `${file.publicUrl}/C/`;
  const totalBytes = batch.quantity * cipher.strideBytes({ prefix });
  const etag = etagOf(file);
  reply.headers({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': attachmentHeader(
      `${file.productName}-批次${batch.batchId}-${batch.quantity}个码.txt`,
      `codes-batch-${batch.batchId}.txt`,
    ),
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    etag,
  });
  const range = rangeAsked(request, totalBytes, etag);
  if (range.kind === 'unsatisfiable') {
    void reply.status(416).header('content-range', `bytes */${totalBytes}`).send('');
    return;
  }
  const { first, last } = range.kind === 'part' ? range : { first: 0, last: totalBytes - 1 };
  if (range.kind === 'part') {
    reply.status(206).header('content-range', `bytes ${first}-${last}/${totalBytes}`);
  }
  reply.header('content-length', last - first + 1);
  // Fastify answers HEAD with this handler and reads the stream to its end: a billion codes for
  // nothing. An empty stream leaves Content-Length as it is.
  const lines = request.method === 'HEAD' ? [] : lineBytes(cipher, batch, prefix, first, last);
  void reply.send(Readable.from(lines));
}

/** The same lines in the same order as long as batch, key and address are the same. */
function etagOf({ batch, publicUrl }: PrintFile): string {
  const text = [batch.batchId, batch.keyVersion, batch.codeLength, batch.quantity, publicUrl];
  return `"${createHash('sha256').update(text.join(' ')).digest('base64url').slice(0, 22)}"`;
}

function rangeAsked(request: FastifyRequest, totalBytes: number, etag: string): ByteRange {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return { kind: 'whole' };
  return readByteRange(request.headers.range, totalBytes);
}

/** Bytes `first` to `last` of the file: whole lines, the outer two cut. */
async function* lineBytes(
  cipher: CodeCipher,
  { batchId }: OwnBatch,
  prefix: string,
  first: number,
  last: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const strideBytes = cipher.strideBytes({ prefix });
  const firstSerial = Math.floor(first / strideBytes);
  const count = Math.floor(last / strideBytes) - firstSerial + 1;
  let skip = first - firstSerial * strideBytes;
  let left = last - first + 1;
  for await (const chunk of cipher.encodeStream(batchId, firstSerial, count, { prefix })) {
    const bytes = chunk.subarray(skip, skip + left);
    skip = 0;
    left -= bytes.length;
    yield bytes;
  }
}
