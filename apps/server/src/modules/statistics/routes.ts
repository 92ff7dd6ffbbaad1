import type { Route } from '../../platform/http.ts';
import type { createLiveFeed } from './live-feed.ts';

/** Proxies close a silent connection after a minute or so. */
const heartbeatMs = 20_000;

/** Binds the live stream of head office. */
export function registerStatisticsRoutes(
  route: Route,
  liveFeed: ReturnType<typeof createLiveFeed>,
): void {
  route('GET /api/hq/live', async ({ reply, request }) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    stream.write('retry: 2000\n\n');
    const unsubscribe = liveFeed.subscribe((news) => {
      stream.write(`event: live\ndata: ${JSON.stringify(news)}\n\n`);
    });
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
    request.raw.once('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
  });
}
