import type { FastifyBaseLogger } from 'fastify';
import { QueueFull } from '../../../platform/batching.ts';
import type { Clock } from '../../../platform/clock.ts';
import { isDatabaseAway } from '../../../platform/database-away.ts';
import { Refusal } from '../../../platform/errors.ts';
import { chatTexts } from '../../../texts-chat.ts';
import { fitReply } from './fit-reply.ts';
import type { MessageStore } from './message-store.ts';
import { waitForOther } from './wait-for-other.ts';

/** Something to be done about a message, once, however often it comes. */
export interface Asked {
  /** See `messageKeyOf`. */
  key: string;
  /** answer: somebody waits for words. obey: nobody waits, but it must be done. */
  kind: 'answer' | 'obey';
  work: () => Promise<string | null>;
  /** Says it when it came too late for a reply; keeps beside it that a repetition is silence. */
  sayLate: (text: string) => Promise<void>;
}

export type Outcome =
  | { kind: 'answered'; text: string | null }
  /** The words come later, unasked. */
  | { kind: 'late' }
  /** It could not be done: let it come again. */
  | { kind: 'failed' };

export interface MessageDesk {
  /** Resolves after `budgetMs` at the latest; what is under way then goes on. Never rejects. */
  answer: (asked: Asked, budgetMs: number) => Promise<Outcome>;
  /** Resolves when nothing is under way any more; what waits for others is given up. */
  stop: () => Promise<void>;
}

export interface MessageDeskOptions {
  store: MessageStore;
  clock: Clock;
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>;
  /** How often those who are at a message say so. */
  renewEveryMs?: number;
}

const renewEveryDefaultMs = 1_500;

interface UnderWay {
  listeners: Set<(outcome: Outcome) => void>;
  outcome: Outcome | null;
  /** When this process began to answer it itself. */
  oursSinceMs: number | null;
}

/**
 * Every message is answered once, by one process; repetitions get the same answer, whichever process
 * they reach, and wait while it is being made. When nobody waits any more it is said unasked, and a
 * repetition from then on is silence: nobody reads it twice.
 */
export function createMessageDesk(options: MessageDeskOptions): MessageDesk {
  const { store, log, renewEveryMs = renewEveryDefaultMs } = options;
  const underWay = new Map<string, UnderWay>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const renewing = setInterval(() => void renewOurs(), renewEveryMs).unref();

  async function renewOurs(): Promise<void> {
    const beforeMs = performance.now() - renewEveryMs;
    const slow = [...underWay].filter(([, one]) => (one.oursSinceMs ?? Infinity) < beforeMs);
    if (slow.length === 0) return;
    await store.renew(slow.map(([key]) => key)).catch((error: unknown) => {
      log.warn({ err: error }, 'chat: not renewed');
    });
  }

  function begin(asked: Asked): UnderWay {
    const one: UnderWay = { listeners: new Set(), outcome: null, oursSinceMs: null };
    underWay.set(asked.key, one);
    const run: Promise<void> = answerOnce(asked, one).then(() => {
      underWay.delete(asked.key);
      running.delete(run);
    });
    running.add(run);
    return one;
  }

  async function answerOnce(asked: Asked, one: UnderWay): Promise<void> {
    const isOurs = () => (one.oursSinceMs = performance.now());
    const outcome = await makeOutcome(asked, isOurs).catch((error: unknown) =>
      failed(asked, error),
    );
    const isHeard = tell(one, outcome);
    if (one.oursSinceMs === null) return;
    await keep(asked, outcome, isHeard).catch((error: unknown) => {
      log.warn({ err: error }, 'chat: the answer is not kept');
    });
  }

  function keep(asked: Asked, outcome: Outcome, isHeard: boolean): Promise<void> {
    if (outcome.kind !== 'answered') return store.forget(asked.key);
    const { text } = outcome;
    return isHeard || text === null ? store.keep(asked.key, text) : asked.sayLate(text);
  }

  /** What somebody else answered, or what is answered here. */
  async function makeOutcome(asked: Asked, isOurs: () => void): Promise<Outcome> {
    if (!(await store.begin(asked.key))) {
      const found = await waitForOther(options, asked.key, stopping.signal);
      if (found) return { kind: 'answered', ...found };
    }
    isOurs();
    const text = await asked.work();
    return { kind: 'answered', text: text === null ? null : fitReply(text) };
  }

  function failed({ kind }: Asked, error: unknown): Outcome {
    const isRefused = error instanceof QueueFull || error instanceof Refusal;
    const isBusy = isRefused || isDatabaseAway(error) || stopping.signal.aborted;
    // A line without a stack: in a storm there are thousands.
    if (isBusy) log.warn({ reason: (error as Error).message }, 'chat: too busy');
    else log.error({ err: error }, 'bug in the chat');
    if (kind === 'obey') return { kind: 'failed' };
    return { kind: 'answered', text: isBusy ? chatTexts.zh.busy : chatTexts.zh.failed };
  }

  return {
    answer(asked, budgetMs) {
      const one = underWay.get(asked.key) ?? begin(asked);
      if (one.outcome) return Promise.resolve(one.outcome);
      return listen(one, budgetMs);
    },
    async stop() {
      clearInterval(renewing);
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** @returns whether anybody still waited */
function tell(one: UnderWay, outcome: Outcome): boolean {
  const isHeard = one.listeners.size > 0;
  const isLate = outcome.kind === 'answered' && !isHeard;
  one.outcome = isLate ? { kind: 'late' } : outcome;
  for (const listener of one.listeners) listener(outcome);
  return isHeard;
}

function listen(one: UnderWay, budgetMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      one.listeners.delete(hear);
      resolve({ kind: 'late' });
    }, budgetMs);
    function hear(outcome: Outcome): void {
      clearTimeout(timer);
      resolve(outcome);
    }
    one.listeners.add(hear);
  });
}
