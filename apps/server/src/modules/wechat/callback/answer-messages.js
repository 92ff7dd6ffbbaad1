import { createGate } from '../../../platform/gate.ts';
import { sayLate } from './late-reply.ts';
import { createMessageDesk } from './message-desk.ts';
import { messageKeyOf } from './message-key.ts';
import { createMessageStore } from './message-store.ts';
import { planMessage } from './plan-message.ts';
/** At a time, by kind: a crowd of clicks or reports leaves the database to those who scan. */
const gate = { concurrentMax: 4, waitingMax: 1_000 };
/** What believed messages are answered with, each once. */
export function createChat(dependencies, log) {
  const { clock, db, publicUrl, handlers } = dependencies;
  const desk = createMessageDesk({ store: createMessageStore(db, clock), clock, log });
  const pass = { answer: createGate(gate), obey: createGate(gate) };
  function work(plan) {
    if (plan.kind === 'scan') return plan.work();
    return pass[plan.kind](async () => (await plan.work()) ?? null);
  }
  return {
    async answer(message, { appId, accountName }, budgetMs) {
      const messageKey = messageKeyOf(message, appId);
      const plan = planMessage(message, {
        ...{ db, handlers, publicUrl, appId, accountName, messageKey },
        now: clock.now(),
        onUnknown: (kind) => log.info({ kind: kind.slice(0, 80) }, 'an unknown event of WeChat'),
      });
      if (plan.kind === 'silent') return { text: null };
      if (plan.kind === 'say') return plan;
      const openId = message.FromUserName;
      const asked = {
        key: messageKey,
        kind: plan.kind === 'obey' ? 'obey' : 'answer',
        work: () => work(plan),
        sayLate: (text) => sayLate(dependencies, { messageKey, appId, openId, text }),
      };
      const outcome = await desk.answer(asked, budgetMs);
      if (outcome.kind === 'answered') return outcome;
      return plan.kind === 'obey' ? 'unanswered' : { text: null };
    },
    stop: () => desk.stop(),
  };
}
