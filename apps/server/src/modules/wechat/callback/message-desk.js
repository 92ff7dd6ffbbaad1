import { setTimeout as sleep } from 'node:timers/promises';
import { QueueFull } from '../../../platform/batching.ts';
import { isDatabaseAway } from '../../../platform/database-away.ts';
import { Refusal } from '../../../platform/errors.ts';
import { chatTexts } from '../../../texts-chat.ts';
import { fitReply } from './fit-reply.ts';
/** Who was not heard of for so long is dead; who lives says so more often. */
const silentMaxMs = 5_000;
const renewEveryDefaultMs = 1_500;
/** How often another process is asked whether it has the answer; slower and slower. */
const firstPauseMs = 50;
const pauseMaxMs = 1_000;
/** After three tries of the platform and everybody's patience. */
const waitMaxMs = 60_000;
/**
 * Every message is answered once, by one process; repetitions get the same answer, whichever process
 * they reach, and wait while it is being made. When nobody waits any more it is said unasked, and a
 * repetition from then on is silence: nobody reads it twice.
 */
export function createMessageDesk(options) {
  const { store, clock, log, renewEveryMs = renewEveryDefaultMs } = options;
  const underWay = new Map();
  const running = new Set();
  const stopping = new AbortController();
  const renewing = setInterval(() => void renewOurs(), renewEveryMs).unref();
  async function renewOurs() {
    const beforeMs = performance.now() - renewEveryMs;
    const slow = [...underWay].filter(([, one]) => (one.oursSinceMs ?? Infinity) < beforeMs);
    if (slow.length === 0) return;
    await store.renew(slow.map(([key]) => key)).catch((error) => {
      log.warn({ err: error }, 'chat: not renewed');
    });
  }
  function begin(asked) {
    const one = { listeners: new Set(), outcome: null, oursSinceMs: null };
    underWay.set(asked.key, one);
    const run = answerOnce(asked, one).then(() => {
      underWay.delete(asked.key);
      running.delete(run);
    });
    running.add(run);
    return one;
  }
  async function answerOnce(asked, one) {
    const isOurs = () => (one.oursSinceMs = performance.now());
    const outcome = await makeOutcome(asked, isOurs).catch((error) => failed(asked, error));
    const isHeard = tell(one, outcome);
    if (one.oursSinceMs === null) return;
    await keep(asked, outcome, isHeard).catch((error) => {
      log.warn({ err: error }, 'chat: the answer is not kept');
    });
  }
  function keep(asked, outcome, isHeard) {
    if (outcome.kind !== 'answered') return store.forget(asked.key);
    const { text } = outcome;
    return isHeard || text === null ? store.keep(asked.key, text) : asked.sayLate(text);
  }
  /** What somebody else answered, or what is answered here. */
  async function makeOutcome(asked, isOurs) {
    if (!(await store.begin(asked.key))) {
      const found = await waitForOther(asked.key);
      if (found) return { kind: 'answered', ...found };
    }
    isOurs();
    const text = await asked.work();
    return { kind: 'answered', text: text === null ? null : fitReply(text) };
  }
  /** Null: whoever was at it is silent for too long, and it is ours now. */
  async function waitForOther(key) {
    const giveUpMs = performance.now() + waitMaxMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, pauseMaxMs)) {
      const stored = await store.read(key);
      if (stored?.answer) return stored.answer;
      const silentSince = new Date(clock.now().getTime() - silentMaxMs);
      const isOurs = stored
        ? stored.receivedAt <= silentSince && (await store.takeOver(key, silentSince))
        : await store.begin(key);
      if (isOurs) return null;
      if (performance.now() > giveUpMs) throw new Error('chat: another process never answered');
      await sleep(pauseMs, undefined, { signal: stopping.signal, ref: false });
    }
  }
  function failed({ kind }, error) {
    const isRefused = error instanceof QueueFull || error instanceof Refusal;
    const isBusy = isRefused || isDatabaseAway(error) || stopping.signal.aborted;
    // A line without a stack: in a storm there are thousands.
    if (isBusy) log.warn({ reason: error.message }, 'chat: too busy');
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
function tell(one, outcome) {
  const isHeard = one.listeners.size > 0;
  const isLate = outcome.kind === 'answered' && !isHeard;
  one.outcome = isLate ? { kind: 'late' } : outcome;
  for (const listener of one.listeners) listener(outcome);
  return isHeard;
}
function listen(one, budgetMs) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      one.listeners.delete(hear);
      resolve({ kind: 'late' });
    }, budgetMs);
    function hear(outcome) {
      clearTimeout(timer);
      resolve(outcome);
    }
    one.listeners.add(hear);
  });
}
