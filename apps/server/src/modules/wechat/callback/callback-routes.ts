import { setTimeout as sleep } from 'node:timers/promises';
import { formatReply, verifyEcho, XML_BYTES_MAX } from '@mashang/wechat';
import type { ReceivedMessage } from '@mashang/wechat';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { WechatAccount, WechatAccounts } from '../account/create-accounts.ts';
import { isOwnCall } from '../checks/own-call.ts';
import { createAccountFacts } from '../followers/account-facts.ts';
import { bindSignature } from './bind-signature.ts';
import { createChat, type ChatDependencies } from './answer-messages.ts';
import { callbackConfigOf, createPushReader } from './read-push.ts';

export interface CallbackDependencies extends ChatDependencies {
  accounts: WechatAccounts;
  /** From the arrival of a message to its answer at the latest; the platform waits for 5 s. */
  budgetMs?: number;
}

interface Refused {
  status: number;
  reason: string;
}

const budgetDefaultMs = 4_500;
const noReply = '';
const noMessage = new Uint8Array();

/**
 * Where WeChat pushes messages, in the mode of the account. A refusal says nothing but its status: the
 * reason is in the log. A believed message is answered within the budget, if need be by `success`, and
 * its words come unasked.
 */
export function registerCallbackRoutes(
  app: FastifyInstance,
  dependencies: CallbackDependencies,
): void {
  const { clock, db, accounts, budgetMs = budgetDefaultMs } = dependencies;
  const { log } = app;
  const chat = createChat(dependencies, log);
  const facts = createAccountFacts({
    ...{ db, clock },
    onError: (error) => log.error({ err: error }, 'facts of the WeChat account'),
  });
  const readPush = createPushReader({
    ...{ db, clock },
    onError: (error) => log.warn({ err: error }, 'WeChat does not tell where it pushes from'),
  });
  app.addHook('onClose', async () => void (await Promise.all([chat.stop(), facts.idle()])));

  /** Calls of the check list of our own are no news of the platform. */
  function refuse(reply: FastifyReply, account: WechatAccount, call: Refused): FastifyReply {
    const { status, reason } = call;
    const isNews = () => !isOwnCall(account.token, reply.request.query);
    facts.noteRefusal(account.appId, reason, isNews);
    log.warn({ reason }, 'a call in the name of WeChat refused');
    return reply.status(status).type('text/plain').send(noReply);
  }

  void app.register(async (scope) => {
    // Whatever content type is claimed, the body is bytes to be verified.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });

    scope.get('/wechat/callback', async ({ query }, reply) => {
      const inForce = await accounts.current();
      if (!inForce) return reply.status(404).type('text/plain').send(noReply);
      const { account } = inForce;
      const now = clock.now();
      const echo = verifyEcho({ config: callbackConfigOf(account), query, now });
      if (echo.kind === 'refused') return refuse(reply, account, echo);
      // Whoever sees this call in a log must not be able to send a message with its signature.
      const { appId, messageMode } = account;
      if (messageMode === 'plain') await bindSignature(db, { appId, query, body: noMessage, now });
      return reply.type(echo.contentType).send(echo.body);
    });

    scope.post('/wechat/callback', { bodyLimit: XML_BYTES_MAX }, async (request, reply) => {
      const inForce = await accounts.current();
      if (!inForce) return reply.status(404).type('text/plain').send(noReply);
      const { account } = inForce;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const call = await readPush({ query: request.query, body, address: request.ip }, inForce);
      if (call.kind === 'refused') return refuse(reply, account, call);
      facts.notePush(account.appId, () => !isOwnCall(account.token, request.query));
      const answer = await chat.answer(call.message, account, budgetMs - reply.elapsedTime);
      if (answer === 'unanswered') return leaveUnanswered(reply, budgetMs);
      const xml = answer.text && formatText(call.message, answer.text, clock.now());
      return reply.type('text/xml; charset=utf-8').send(call.reply(xml));
    });
  });
}

/**
 * The platform sends a message again that was not answered within its 5 s; whether it does after an
 * error it gets in time, it does not promise.
 */
async function leaveUnanswered(reply: FastifyReply, budgetMs: number): Promise<FastifyReply> {
  await sleep(Math.max(0, 1.25 * budgetMs - reply.elapsedTime));
  return reply.status(503).type('text/plain').send(noReply);
}

function formatText(message: ReceivedMessage, content: string, now: Date): string {
  return formatReply({
    toUserName: message.FromUserName,
    fromUserName: message.ToUserName,
    createTime: Math.floor(now.getTime() / 1000),
    msgType: 'text',
    content,
  });
}
