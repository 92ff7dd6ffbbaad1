import cookie from '@fastify/cookie';
import type { ErrorCode } from '@mashang/contract';
import { Ajv } from 'ajv';
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { errorForLog } from './error-for-log.ts';
import { isDatabaseAway } from './database-away.ts';
import { busy, Refusal } from './errors.ts';

export interface FastifyAppOptions {
  logLevel: string;
  trustedProxies: string[];
  /** Origins that may send writes besides the host that was asked. */
  ownOrigins: string[];
  /** Content-Security-Policy additions: the JS-SDK script's origin, who may frame us. */
  scriptOrigins: string[];
  frameAncestors: string[];
}

/** How long a stop waits for answers under way. */
const closingMs = 10_000;

/** Largest JSON body in bytes; files are streamed and have limits of their own. */
const bodyLimitBytes = 64 * 1024;

/** Fastify with our validation, errors, security headers and origin check; no routes yet. */
export function createFastifyApp(options: FastifyAppOptions): FastifyInstance {
  const app = Fastify({
    logger: {
      level: options.logLevel,
      redact: ['req.headers.cookie', 'req.headers.authorization'],
      serializers: { err: errorForLog },
    },
    trustProxy: options.trustedProxies.length > 0 ? options.trustedProxies : false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 0, // uploads of large files take their time; idle sockets are closed below
    connectionTimeout: 120_000,
    keepAliveTimeout: 75_000,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: () => crypto.randomUUID(),
    // An address that cannot even be decoded reaches no hook and no error handler.
    frameworkErrors: (error, request, reply) => {
      void answerError(error, request, reply.headers(headersOfEverything));
    },
    forceCloseConnections: 'idle',
  });
  void app.register(cookie);
  useTwoValidators(app);
  acceptFileBodies(app);
  addSecurityHeaders(app, options);
  refuseForeignOrigins(app, options.ownOrigins);
  translateErrors(app);
  limitClosing(app);
  return app;
}

/** Answers under way are finished when the server stops, but a slow reader must not hold it up. */
function limitClosing(app: FastifyInstance): void {
  const timers: NodeJS.Timeout[] = [];
  app.addHook('preClose', async () => {
    // A connection whose answer ends now would be kept alive for a next request that must not come.
    timers.push(setInterval(() => app.server.closeIdleConnections(), 50));
    timers.push(setTimeout(() => app.server.closeAllConnections(), closingMs));
  });
  app.addHook('onClose', async () => timers.forEach(clearTimeout));
}

/** Bodies are taken as they are; addresses are text, so their numbers are converted. */
function useTwoValidators(app: FastifyInstance): void {
  const strict = new Ajv({ coerceTypes: false, allErrors: false });
  const converting = new Ajv({ coerceTypes: true, allErrors: false });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : converting).compile(schema as object),
  );
}

/** As browsers name files; Windows with Excel calls a CSV vnd.ms-excel. */
const fileTypes =
  /^(?:application\/octet-stream|text\/csv|text\/plain|image\/[\w.+-]+|application\/vnd\.(?:ms-excel|openxmlformats-officedocument\.spreadsheetml\.sheet))(?:;|$)/i;

/** Hands an operation whose body is a file the stream, whatever its length; others refuse files. */
function acceptFileBodies(app: FastifyInstance): void {
  app.addContentTypeParser(fileTypes, (request, payload, done) => {
    const config = request.routeOptions.config as { takesFile?: boolean };
    if (config.takesFile) done(null, payload);
    else done(Object.assign(new Error('Unsupported Media Type'), { statusCode: 415 }));
  });
}

/** Refusals included; what may be stored (built files) says so itself. */
const headersOfEverything = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function addSecurityHeaders(app: FastifyInstance, options: FastifyAppOptions): void {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${options.scriptOrigins.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    // WeChat draws its open tags (wx-open-subscribe) in frames of its own; nothing else is framed.
    "frame-src 'self' https://*.qq.com webcompt:",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${options.frameAncestors.join(' ') || "'none'"}`,
  ].join('; ');
  // Whoever was here once by https is not led to plain http on the next café's network.
  const isHttps = options.ownOrigins.some((origin) => origin.startsWith('https:'));
  const transport = isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {};
  const headers = {
    ...headersOfEverything,
    ...transport,
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  };
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}

/**
 * A page of another site must not make a visitor's browser write here. Browsers send Origin with
 * every cross-site write; tools that send none carry no cookies they were tricked into.
 */
function refuseForeignOrigins(app: FastifyInstance, ownOrigins: string[]): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { origin, host } = request.headers;
    const isReading = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (
      isReading ||
      origin === undefined ||
      ownOrigins.includes(origin) ||
      isOfHost(origin, host)
    ) {
      done();
    } else done(new Refusal('forbidden_origin', 403, '请求来自别的网站，已拒绝'));
  });
}

/** `null`, the origin of a sandboxed page, has no host; an HTTP/1.0 request names none either. */
function isOfHost(origin: string, host: string | undefined): boolean {
  const originHost = URL.parse(origin)?.host ?? '';
  return originHost !== '' && originHost === host;
}

function translateErrors(app: FastifyInstance): void {
  app.setNotFoundHandler(async (request, reply) => {
    return reply.status(404).send({
      code: 'not_found' satisfies ErrorCode,
      message: '没有这个地址',
      requestId: request.id,
    });
  });
  app.setErrorHandler(answerError);
}

function answerError(
  given: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const isOwn = given instanceof Refusal || given.statusCode !== undefined;
  const isAway = !isOwn && isDatabaseAway(given);
  if (isAway) request.log.error({ err: given }, 'the database is away or too busy');
  const error = isAway ? busy() : given;
  if (error instanceof Refusal) {
    request.log.info({ code: error.code, status: error.status }, 'refused');
    if (error.retryAfterSeconds) reply.header('retry-after', error.retryAfterSeconds);
    return reply.status(error.status).send({
      code: error.code,
      message: error.message,
      requestId: request.id,
      ...(error.details ? { details: error.details } : {}),
    });
  }
  const status = error.validation ? 400 : (error.statusCode ?? 500);
  if (status < 500) {
    request.log.info({ status, reason: error.message }, 'refused');
    return reply.status(status).send({
      code: 'bad_request' satisfies ErrorCode,
      message: `请求格式不对：${error.message}`,
      requestId: request.id,
    });
  }
  request.log.error({ err: error }, 'bug');
  return reply.status(500).send({
    code: 'internal' satisfies ErrorCode,
    message: `服务器出错了，请稍后再试（编号 ${request.id}）`,
    requestId: request.id,
  });
}
