import { formatReply, readCallback, verifyEcho, XML_BYTES_MAX } from '@mashang/wechat';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { WechatAccount, WechatAccounts } from './account/create-accounts.ts';
import { answerMessage, type ChatHandlers } from './answer-message.ts';

/**
 * Where WeChat pushes messages, in the mode of the account. A refusal says nothing but its status: the reason is
 * in the log. There is no time-out of our own below WeChat's 5 s: an attempt that comes too late is
 * sent again by WeChat, and the repetition gets the answer of the first.
 */
export function registerCallbackRoutes(
  app: FastifyInstance,
  dependencies: {
    clock: Clock;
    accounts: WechatAccounts;
    publicUrl: string;
    handlers: ChatHandlers;
  },
): void {
  const { clock, accounts, publicUrl, handlers } = dependencies;

  void app.register(async (scope) => {
    // Whatever content type is claimed, the body is bytes to be verified.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });

    scope.get('/wechat/callback', async (request, reply) => {
      const inForce = await accounts.current();
      if (!inForce) return reply.status(404).type('text/plain').send('');
      const config = callbackConfigOf(inForce.account);
      const echo = verifyEcho({ config, query: request.query, now: clock.now() });
      if (echo.kind === 'refused') {
        request.log.warn({ reason: echo.reason }, 'WeChat echo refused');
        return reply.status(echo.status).type('text/plain').send('');
      }
      return reply.type(echo.contentType).send(echo.body);
    });

    scope.post('/wechat/callback', { bodyLimit: XML_BYTES_MAX }, async (request, reply) => {
      const inForce = await accounts.current();
      if (!inForce) return reply.status(404).type('text/plain').send('');
      const { account } = inForce;
      const { appId, accountName } = account;
      const call = readCallback({
        config: callbackConfigOf(account),
        query: request.query,
        body: Buffer.isBuffer(request.body) ? request.body : '',
        now: clock.now(),
      });
      if (call.kind === 'refused') {
        request.log.warn({ reason: call.reason }, 'WeChat message refused');
        return reply.status(call.status).type('text/plain').send('');
      }
      const { message } = call;
      const content = await answerMessage(message, handlers, { appId, accountName, publicUrl });
      const answer =
        content === null
          ? null
          : formatReply({
              toUserName: message.FromUserName,
              fromUserName: message.ToUserName,
              createTime: Math.floor(clock.now().getTime() / 1000),
              msgType: 'text',
              content,
            });
      return reply.type('text/xml; charset=utf-8').send(call.reply(answer));
    });
  });
}

function callbackConfigOf({ appId, token, encodingAesKeys, messageMode }: WechatAccount) {
  return { mode: messageMode, appId, token, encodingAesKey: encodingAesKeys };
}
