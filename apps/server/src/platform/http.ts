import {
  api,
  type BodyOf,
  type Operation,
  type OperationLine,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from '@mashang/contract';
import { Ajv } from 'ajv';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, notSignedIn, passwordNeeded } from './errors.ts';
import { hideSecrets } from './hide-secrets.ts';

/** Who is asking. Filled in by the authenticator before a handler runs. */
export interface Caller {
  /** Address of the client; behind a proxy only if that proxy is trusted. */
  address: string;
  requestId: string;
  language: 'zh' | 'en';
  memberId: number | null;
  staffId: number | null;
  staffRole: 'administrator' | 'operator' | null;
  /** Signed in, but must choose a password before anything else opens. */
  passwordNeeded: boolean;
  /** Hash of the session cookie the caller showed, if it is a living session. */
  sessionHash: Buffer | null;
  openId: string | null;
  /** Start of the hash of the browser's mark (`mashang_device`), 16 hex digits; null without one. */
  device: string | null;
}

export type MemberCaller = Caller & { memberId: number };
export type StaffCaller = Caller & { staffId: number };

type CallerOf<Line extends OperationLine> = (typeof api)[Line]['access'] extends 'staff'
  ? StaffCaller
  : (typeof api)[Line]['access'] extends 'member'
    ? MemberCaller
    : Caller;

export interface RouteInput<Line extends OperationLine> {
  params: ParamsOf<Line>;
  query: QueryOf<Line>;
  body: BodyOf<Line>;
  caller: CallerOf<Line>;
  /** For cookies and streams; JSON is returned, not sent. */
  request: FastifyRequest;
  reply: FastifyReply;
}

export type RouteHandler<Line extends OperationLine> = (
  input: RouteInput<Line>,
) => Promise<(typeof api)[Line]['reply'] extends 'stream' ? void : ReplyOf<Line>>;

/** What `route` needs of the rest of the server; wired in app.ts. */
export interface RouteDependencies {
  authenticate(request: FastifyRequest, access: 'public' | 'member' | 'staff'): Promise<Caller>;
  /** Every head-office write leaves a line: who, operation, input. */
  audit(entry: {
    staffId: number | null;
    operation: string;
    input: unknown;
    requestId: string;
    address: string;
  }): Promise<void>;
  /** Tests and development check what goes out as strictly as what comes in. */
  checkReplies: boolean;
}

export type Route = <Line extends OperationLine>(line: Line, handler: RouteHandler<Line>) => void;

const replyAjv = new Ajv({ allErrors: true });

/** Makes the `route` function: it binds one operation of the contract to its handler. */
export function createRoute(app: FastifyInstance, dependencies: RouteDependencies): Route {
  return function route(line, handler) {
    const operation: Operation = api[line];
    const [method, url] = line.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
    const checkReply =
      dependencies.checkReplies && operation.reply !== 'stream'
        ? replyAjv.compile(operation.reply)
        : undefined;
    app.route({
      method,
      url,
      config: { takesFile: operation.body === 'stream' },
      schema: {
        ...(operation.params ? { params: operation.params } : {}),
        ...(operation.query ? { querystring: operation.query } : {}),
        ...(operation.body && operation.body !== 'stream' ? { body: operation.body } : {}),
      },
      handler: async (request, reply) => {
        const caller = await dependencies.authenticate(request, operation.access);
        requireAccess(caller, operation);
        const isWrite = method !== 'GET' && url.startsWith('/api/hq/');
        const audit = () =>
          dependencies.audit({
            staffId: caller.staffId,
            operation: line,
            input: auditedInput(request, operation.body === 'stream'),
            requestId: request.id,
            address: caller.address,
          });
        // A file that is on its way cannot be called back: no line, no file.
        if (operation.audited) await audit();
        const result = await handler({
          params: request.params,
          query: request.query,
          body: request.body,
          caller,
          request,
          reply,
        } as never);
        if (isWrite && !operation.audited) await audit();
        if (operation.reply === 'stream') return reply;
        if (checkReply && !checkReply(result)) {
          throw new Error(
            `the reply to ${line} breaks its contract: ${replyAjv.errorsText(checkReply.errors)}`,
          );
        }
        return reply.header('cache-control', 'no-store').send(result);
      },
    });
  };
}

function requireAccess(caller: Caller, operation: Operation): void {
  if (operation.access === 'staff') {
    if (caller.staffId === null) throw notSignedIn();
    if (operation.role && caller.staffRole !== operation.role) throw forbidden();
  }
  if (operation.access === 'member') {
    if (caller.memberId === null) throw notSignedIn();
    if (caller.passwordNeeded && !operation.beforePassword) throw passwordNeeded();
  }
}

/** The audit keeps what was asked, never a password, a token or a whole mobile number. */
function auditedInput(request: FastifyRequest, bodyIsStream: boolean): unknown {
  const body = bodyIsStream ? {} : (request.body as Record<string, unknown> | undefined);
  return hideSecrets({ ...(request.params as object), ...(request.query as object), ...body });
}
