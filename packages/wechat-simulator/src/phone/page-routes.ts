import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { isLoopbackHost } from '../simulator-options.ts';
import { rememberUser } from './phone-user.ts';

const notBuilt =
  '手机页面还没有构建。请运行 npm run build -w @mashang/wechat-simulator\n' +
  'The phone page is not built yet. Run: npm run build -w @mashang/wechat-simulator\n';

/** `GET /` is the phone; `/?user=b` is that user's, in this window. */
export async function registerPageRoutes(app: FastifyInstance, context: Context): Promise<void> {
  const { phoneDirectory } = context.options;
  const isBuilt = existsSync(join(phoneDirectory, 'index.html'));
  if (isBuilt) await app.register(fastifyStatic, { root: phoneDirectory, index: false });

  app.get<{ Querystring: { user?: string } }>('/', (request, reply) => {
    if (!isBuilt) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
    const host = sharedHost(context, request);
    if (host) return reply.redirect(`http://${host}${request.url}`);
    const user = context.state.users.find((known) => known.id === request.query.user);
    if (user) rememberUser(context, request, reply, user);
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

/**
 * The phone must be opened under the same host name as the account's pages, or the browser keeps
 * their cookies from the frame: localhost and 127.0.0.1 are two sites.
 */
function sharedHost(context: Context, request: FastifyRequest): string | null {
  const wanted = new URL(context.callbackUrl).hostname;
  if (request.hostname === wanted || !isLoopbackHost(wanted)) return null;
  const port = request.host.split(':').at(-1);
  const listensThere = wanted === 'localhost' || wanted === context.options.host;
  return listensThere && isLoopbackHost(request.hostname) ? `${wanted}:${port}` : null;
}

/** Refuses names that are not this machine's: a strange DNS name must not reach a local service. */
export function refuseForeignHosts(
  request: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  if (isLoopbackHost(request.hostname)) return done();
  void reply.code(421).send({ message: 'only loopback host names are answered' });
}
