import type { ReceivedMessage } from '@mashang/wechat';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import { createGate } from '../../../platform/gate.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import type { WechatAccount } from '../account/create-accounts.ts';
import type { ChatHandlers } from './chat-handlers.ts';
import type { Plan } from './event-rules.ts';
import { sayLate } from './late-reply.ts';
import { createMessageDesk } from './message-desk.ts';
import { messageKeyOf } from './message-key.ts';
import { createMessageStore } from './message-store.ts';
import { planMessage } from './plan-message.ts';

export interface Chat {
  /** Words, silence (null), or nothing at all: then the platform sends the message again. */
  answer: (
    message: ReceivedMessage,
    account: WechatAccount,
    budgetMs: number,
  ) => Promise<{ text: string | null } | 'unanswered'>;
  /** Resolves when nothing is under way. */
  stop: () => Promise<void>;
}

export interface ChatDependencies {
  clock: Clock;
  db: Db;
  masterKey: Buffer;
  /** Without a slash at the end. */
  publicUrl: string;
  handlers: ChatHandlers;
  addJob: AddJob;
}

/** At a time, by kind: a crowd of clicks or reports leaves the database to those who scan. */
const gate = { concurrentMax: 4, waitingMax: 1_000 };

/** What believed messages are answered with, each once. */
export function createChat(
  dependencies: ChatDependencies,
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>,
): Chat {
  const { clock, db, masterKey, publicUrl, handlers } = dependencies;
  const store = createMessageStore(db, clock, masterKey);
  const desk = createMessageDesk({ store, clock, log });
  const pass = { answer: createGate(gate), obey: createGate(gate) };

  function work(plan: Exclude<Plan, { kind: 'silent' | 'say' }>): Promise<string | null> {
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
        kind: plan.kind === 'obey' ? ('obey' as const) : ('answer' as const),
        work: () => work(plan),
        sayLate: (text: string) => sayLate(dependencies, { messageKey, appId, openId, text }),
      };
      const outcome = await desk.answer(asked, budgetMs);
      if (outcome.kind === 'answered') return outcome;
      return plan.kind === 'obey' ? 'unanswered' : { text: null };
    },
    stop: () => desk.stop(),
  };
}
