import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { busy } from '../../platform/errors.ts';
import type { createLiveFeed } from './live-feed.ts';

/**
 * Proxies close a silent connection after a minute or so; a clerk whose account was closed or whose
 * session ended must not look on for that long.
 */
const heartbeatMsDefault = 5_000;
/** Every screen of a head office, many times over; each holds a connection and is asked after. */
const readersMax = 200;
/** A reader that lets so much pile up has gone to sleep; it may come back and ask again. */
const unreadBytesMax = 1024 * 1024;

/**
 * Sends what the feed hears as server-sent events, until the reader leaves or is no longer staff.
 *
 * @throws Refusal busy when too many listen
 */
export function streamLive(
  { reply, request }: { reply: FastifyReply; request: FastifyRequest },
  {
    liveFeed,
    isStillStaff,
    heartbeatMs = heartbeatMsDefault,
  }: {
    liveFeed: ReturnType<typeof createLiveFeed>;
    isStillStaff: (request: FastifyRequest) => Promise<boolean>;
    heartbeatMs?: number;
  },
): void {
  if (liveFeed.countListeners() >= readersMax) throw busy();
  reply.hijack();
  const stream = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) stream.setHeader(name, value);
  }
  stream.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  if (request.method === 'HEAD') return void stream.end();
  send(stream, 'retry: 2000\n\n');
  const unsubscribe = liveFeed.subscribe(
    (news) => send(stream, `event: live\ndata: ${JSON.stringify(news)}\n\n`),
    () => stream.end(),
  );
  const heartbeat = setInterval(() => void beat(), heartbeatMs);
  stream.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });

  async function beat(): Promise<void> {
    // When the database is away nobody is signed out for it: the next beat asks again.
    const goesOn = await isStillStaff(request).catch(() => true);
    if (goesOn) send(stream, ': still here\n\n');
    else stream.end();
  }
}

function send(stream: ServerResponse, text: string): void {
  if (stream.writableEnded || stream.destroyed) return;
  stream.write(text);
  if (stream.writableLength > unreadBytesMax) stream.destroy();
}
