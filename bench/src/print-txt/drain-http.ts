import { connect, type Socket } from 'node:net';

/** What the parent asks: fetch this and throw its bytes away; or stop doing so. */
export type DrainTask = { port: number; path: string } | 'stop';

export interface Drained {
  seconds: number;
  bodyBytes: number;
}

/** The one who downloads, a process of its own: a socket that counts what it throws away. */
let running: { stop: () => void } | undefined;
process.on('message', (task: DrainTask) => {
  if (task === 'stop') return running?.stop();
  running = drain(
    task,
    (drained) => process.send?.(drained),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
});

function drain(
  { port, path }: Exclude<DrainTask, 'stop'>,
  finish: (drained: Drained) => void,
  fail: (error: Error) => void,
): { stop: () => void } {
  const startMs = performance.now();
  let bodyBytes = 0;
  let wanted: number | undefined;
  const end = (socket: Socket) => {
    socket.removeAllListeners('close').destroy();
    finish({ seconds: (performance.now() - startMs) / 1_000, bodyBytes });
  };
  const socket = connect({
    host: '127.0.0.1',
    port,
    onread: {
      // One buffer for all that comes: what is thrown away needs no memory of its own.
      buffer: Buffer.alloc(256 * 1_024),
      callback(length, buffer) {
        bodyBytes += length;
        if (wanted === undefined) {
          const head = Buffer.from(buffer.subarray(0, length)).toString('latin1');
          wanted = Number(/^HTTP\/1\.1 200.*?\r\ncontent-length: (\d+)/is.exec(head)?.[1]);
          bodyBytes -= head.indexOf('\r\n\r\n') + 4;
          if (Number.isNaN(wanted)) fail(new Error(`an unexpected answer: ${head.slice(0, 200)}`));
        }
        if (bodyBytes === wanted) end(socket);
        return true;
      },
    },
  });
  socket.once('error', fail);
  socket.once('close', () => fail(new Error('the connection ended before the file')));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: points.example.cn\r\n\r\n`);
  return { stop: () => end(socket) };
}
