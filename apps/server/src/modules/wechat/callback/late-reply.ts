import { createSecretKey } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { AddJob, TaskHandlers } from '../../../platform/jobs.ts';
import { deriveKey } from '../../../platform/master-key.ts';
import { seal, unseal } from '../../../platform/seal.ts';
import type { WechatAccounts } from '../account/create-accounts.ts';
import { createChatSender } from '../senders/chat-sender.ts';
import type { ChatUser } from './chat-handlers.ts';
import { keepReplies } from './message-store.ts';

/** The chat is open to us for a minute after a scan: later tries would be in vain. */
const attemptsMax = 4;

/** Enqueues saying in the chat what came too late for a reply; a repetition is answered with silence. */
export async function sayLate(
  tools: { db: Db; clock: Clock; masterKey: Buffer; addJob: AddJob },
  { messageKey, text, appId, openId }: ChatUser & { messageKey: string; text: string },
): Promise<void> {
  const { db, clock, masterKey, addJob } = tools;
  // It may name a code nobody has claimed yet, or let a browser in.
  const textSealed = seal(keyOf(masterKey), text).toString('base64');
  await db.transaction().execute(async (tx) => {
    await keepReplies(tx, [{ key: messageKey, reply: null }], clock.now());
    const options = { key: `sendLateReply:${messageKey}`, attemptsMax };
    await addJob(tx, 'sendLateReply', { appId, openId, textSealed }, options);
  });
}

/** What this module does later. A job that throws is run again by the queue. */
export function createWechatJobs(dependencies: {
  accounts: WechatAccounts;
  masterKey: Buffer;
  log: Pick<FastifyBaseLogger, 'info'>;
}): Pick<TaskHandlers, 'sendLateReply'> {
  const { accounts, masterKey, log } = dependencies;
  return {
    async sendLateReply({ appId, openId, textSealed }) {
      const inForce = await accounts.current();
      if (inForce?.account.appId !== appId) {
        log.info({ appId }, 'late reply: the account is another one now');
        return;
      }
      const text = unseal(keyOf(masterKey), Buffer.from(textSealed, 'base64'));
      const delivery = await createChatSender(inForce.client)(openId, text);
      if (delivery.outcome === 'sent') return;
      // Nobody knows whether an unanswered one is shown: twice would be worse than not at all.
      log.info({ delivery }, 'late reply: not sent to the chat');
    },
  };
}

function keyOf(masterKey: Buffer) {
  return createSecretKey(deriveKey(masterKey, 'wechat-late-reply'));
}
