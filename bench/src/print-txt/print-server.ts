import { randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createCodeCipher } from '@mashang/code-cipher';
import { openPrintFile } from '@mashang/server/src/modules/codes/print/open-print-file.ts';
import type { CodeSource, PrintFile } from '@mashang/server/src/modules/codes/print/print-types.ts';
import { protectFile } from '@mashang/server/src/modules/codes/print/protect-file.ts';
import { sendPrintFile } from '@mashang/server/src/modules/codes/print/send-print-file.ts';
import fastify from 'fastify';
import type { Drained, DrainTask } from './drain-http.ts';

export interface PrintServer {
  /** Downloads a file with so many codes and throws it away. One at a time. */
  download: (kind: FileKind, codes: number) => Promise<Drained>;
  /** Ends the running download, which counts for what it has got. */
  stopDownload: () => void;
  /** Of a file of codes, not of an archive. */
  lineBytes: number;
  stop: () => Promise<void>;
}

/**
 * `codes`: one URL a line; `protected`: the same in an AES-256 archive; `prepared`: as many bytes
 * that are there already; `naive`: a code at a time, as one would write it first.
 */
export type FileKind = 'codes' | 'protected' | 'prepared' | 'naive';

/** Bytes handed over at a time, as in the product. */
const linesAtOnce = 2_048;

/** Print files on the event loop of this process, and somebody who downloads them. */
export async function startPrintServer(): Promise<PrintServer> {
  const cipher = createCodeCipher({ key: randomBytes(32), length: 16 });
  const app = fastify({ forceCloseConnections: true });
  app.get<{ Params: { kind: FileKind; codes: string } }>('/:kind/:codes', (request, reply) => {
    const { kind, codes } = request.params;
    sendPrintFile({ request, reply }, openFile(kind, sourceOf(cipher, Number(codes))));
    return reply;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const child = fork(path.join(import.meta.dirname, 'drain-http.ts'), { execArgv: [] });
  return {
    download: (kind, codes) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error('the downloader ended'));
        child.once('exit', fail);
        child.once('message', (drained) => {
          child.off('exit', fail);
          resolve(drained as Drained);
        });
        child.send({ port, path: `/${kind}/${codes}` } satisfies DrainTask);
      }),
    lineBytes: Buffer.byteLength(lineOf(sourceOf(cipher, 1), 0)),
    stopDownload: () => void child.send('stop' satisfies DrainTask),
    async stop() {
      child.kill();
      await app.close();
    },
  };
}

function sourceOf(cipher: CodeSource['cipher'], codes: number): CodeSource {
  return {
    batchId: 1,
    firstSerial: 0,
    lastSerial: codes - 1,
    cipher,
    urlForm: 'mixed',
    gtin: null,
    hasCheckSymbol: false,
    productName: '酱油',
    publicUrl: 'https://points.example.cn',
    marks: [],
  };
}

function openFile(kind: FileKind, source: CodeSource): PrintFile {
  const file = openPrintFile(source, {
    kind: 'txt',
    columns: ['url'],
    hasHeader: false,
    encoding: 'utf-8',
    newline: 'lf',
    splitEvery: null,
  });
  if (kind === 'codes') return file;
  if (kind === 'protected') return protectFile(file, 'K7QMXR4F9D0TBW5CZH2N');
  return { ...file, read: () => (kind === 'naive' ? naiveLines(source) : preparedLines(source)) };
}

/** The same number of bytes without making any: what server and connection can do at best. */
async function* preparedLines(source: CodeSource): AsyncGenerator<Uint8Array> {
  const lines = Buffer.from(lineOf(source, 0).repeat(linesAtOnce));
  const lineBytes = lines.length / linesAtOnce;
  for (let serial = 0; serial <= source.lastSerial; serial += linesAtOnce) {
    const count = Math.min(linesAtOnce, source.lastSerial - serial + 1);
    yield lines.subarray(0, count * lineBytes);
    await setImmediate();
  }
}

async function* naiveLines(source: CodeSource): AsyncGenerator<Uint8Array> {
  for (let serial = 0; serial <= source.lastSerial; serial += linesAtOnce) {
    let text = '';
    const end = Math.min(serial + linesAtOnce, source.lastSerial + 1);
    for (let each = serial; each < end; each++) text += lineOf(source, each);
    yield Buffer.from(text);
    await setImmediate();
  }
}

function lineOf({ publicUrl, cipher, batchId }: CodeSource, serial: number): string {
  return `${publicUrl}/C/${cipher.encode(batchId, serial)}\n`;
}
