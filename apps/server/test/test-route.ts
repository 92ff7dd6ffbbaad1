import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createFastifyApp } from '../src/platform/fastify-app.ts';
import { createRoute } from '../src/platform/http.ts';
import type { Caller, Route, RouteDependencies } from '../src/platform/http.ts';

interface TestRouteOptions extends Partial<Pick<RouteDependencies, 'audit' | 'checkReplies'>> {
  /** What of the caller differs from an administrator of head office, asked at every request. */
  who?: (request: FastifyRequest) => Partial<Caller> | Promise<Partial<Caller>>;
  /** An app with options of its own. */
  app?: FastifyInstance;
}

/**
 * A silent app of the test's own and the `route` that binds operations to it, with every reply
 * checked against its contract. Every caller is head office's first administrator, speaking
 * Chinese, unless `who` says otherwise. The test closes the app.
 */
export function openTestRoute(options: TestRouteOptions = {}): {
  app: FastifyInstance;
  route: Route;
} {
  const { who, audit = async () => undefined, checkReplies = true } = options;
  const { app = createSilentApp() } = options;
  const authenticate = async (request: FastifyRequest): Promise<Caller> => ({
    address: request.ip,
    requestId: request.id,
    language: 'zh',
    memberId: null,
    staffId: 1,
    staffRole: 'administrator',
    passwordNeeded: false,
    sessionHash: null,
    openId: null,
    device: null,
    ...(await who?.(request)),
  });
  return { app, route: createRoute(app, { authenticate, audit, checkReplies }) };
}

function createSilentApp(): FastifyInstance {
  return createFastifyApp({
    logLevel: 'silent',
    trustedProxies: [],
    ownOrigins: [],
    scriptOrigins: [],
    frameAncestors: [],
  });
}
