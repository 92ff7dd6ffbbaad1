import { existsSync } from 'node:fs';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const appsDir = path.resolve(import.meta.dirname, '../..');

/**
 * Serves the two built web apps: the consumer's at `/`, head office's at `/hq/`. Any page address
 * gets its app; a missing file or an unknown API address stays a 404.
 */
export async function registerWebApps(app: FastifyInstance): Promise<void> {
  const consumer = path.join(appsDir, 'consumer/dist');
  const console = path.join(appsDir, 'console/dist');
  if (existsSync(console)) await serveApp(app, { root: console, prefix: '/hq/' });
  if (existsSync(consumer)) await serveApp(app, { root: consumer, prefix: '/' });
}

async function serveApp(
  app: FastifyInstance,
  options: { root: string; prefix: string },
): Promise<void> {
  const { root, prefix } = options;
  await app.register(async (scope) => {
    await scope.register(staticFiles, {
      root,
      prefix,
      decorateReply: true,
      index: false,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, filePath) => {
        // Built files carry a hash in their name; the page itself must always be fresh.
        const forEver = filePath.includes(`${path.sep}assets${path.sep}`);
        void reply.header(
          'cache-control',
          forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
    const pages = prefix === '/' ? consumerPages : [prefix.slice(0, -1), `${prefix}*`];
    for (const page of pages) {
      scope.get(page, (request, reply) => {
        // A file of a former build: a page in its place would be taken for the file.
        if (request.url.includes('/assets/')) return reply.callNotFound();
        return reply.sendFile('index.html');
      });
    }
    if (prefix === '/') tellPeopleOfMissingPages(scope);
  });
}

/** Whoever asks for a page that is not there gets the app's own words; all else the common 404. */
function tellPeopleOfMissingPages(scope: FastifyInstance): void {
  scope.get('/*', (request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') ?? false;
    const isPage = !/^\/(?:api|assets|pictures|wechat)\//.test(request.url);
    if (wantsPage && isPage) return reply.status(404).sendFile('index.html');
    return reply.callNotFound();
  });
}

/** The consumer app's own addresses; anything else is a 404 and says so. */
const consumerPages = [
  ...[
    '/',
    '/scan',
    '/bind',
    '/login',
    '/forgot',
    '/set-password',
    '/sign-in',
    '/privacy',
    '/check',
    '/C/:code',
    '/c/:code',
  ],
  ...['/me', '/points', '/points/:entryId', '/entries', '/notices'],
  ...['/gifts', '/gifts/:giftId', '/gifts/:giftId/redeem'],
  ...['/redemptions', '/redemptions/:redemptionId', '/addresses', '/addresses/:addressId'],
  ...['/appeals', '/appeals/:appealId'],
  ...['/profile', '/password', '/mobile', '/sessions'],
];
