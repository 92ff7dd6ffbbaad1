import { createChatSender } from '../senders/chat-sender.ts';
import { keepReplies } from './message-store.ts';
/** The chat is open to us for a minute after a scan: later tries would be in vain. */
const attemptsMax = 4;
/** Enqueues saying in the chat what came too late for a reply; a repetition is answered with silence. */
export async function sayLate({ db, clock, addJob }, { messageKey, text, appId, openId }) {
  await db.transaction().execute(async (tx) => {
    await keepReplies(tx, [{ key: messageKey, text: null }], clock.now());
    const options = { key: `sendLateReply:${messageKey}`, attemptsMax };
    await addJob(tx, 'sendLateReply', { appId, openId, text }, options);
  });
}
/** What this module does later. A job that throws is run again by the queue. */
export function createWechatJobs(dependencies) {
  const { accounts, log } = dependencies;
  return {
    async sendLateReply({ appId, openId, text }) {
      const inForce = await accounts.current();
      if (inForce?.account.appId !== appId) {
        log.info({ appId }, 'late reply: the account is another one now');
        return;
      }
      const delivery = await createChatSender(inForce.client)(openId, text);
      if (delivery.outcome === 'sent') return;
      // Nobody knows whether an unanswered one is shown: twice would be worse than not at all.
      log.info({ delivery }, 'late reply: not sent to the chat');
    },
  };
}
