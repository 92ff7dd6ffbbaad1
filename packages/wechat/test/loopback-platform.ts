import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface SeenRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: string;
}

/** An answer as JSON, or what is done to the connection instead of a proper answer. */
type Answer =
  object | { raw: string; status?: number; location?: string } | 'hang' | 'stall' | 'reset';
export type Responder = (request: SeenRequest, count: number) => Answer | Promise<Answer>;

/** A real HTTP server on loopback whose routes a test writes down; every request is remembered. */
export async function startPlatform(routes: Record<string, Responder>) {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const one: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body,
    };
    seen.push(one);
    const count = countOf(url.pathname);
    const result = (await routes[url.pathname]?.(one, count)) ?? { raw: 'no route', status: 404 };
    if (result === 'hang') return;
    if (result === 'stall') return void response.writeHead(200).write('{');
    if (result === 'reset') return void request.socket.destroy();
    const raw: { raw: string; status?: number; location?: string } =
      'raw' in result ? result : { raw: JSON.stringify(result) };
    if (raw.location) response.setHeader('location', raw.location);
    response.writeHead(raw.status ?? 200, { 'content-type': 'application/json' }).end(raw.raw);
  }

  function countOf(path: string): number {
    return seen.filter((request) => request.path === path).length;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, seen, countOf, close };
}
