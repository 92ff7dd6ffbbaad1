import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Bench } from '../bench.ts';
import type { Check } from '../check.ts';
import { excerpt, wordsOf } from '../judge.ts';
import type { Problem } from '../judge.ts';
import { scanOf, strangerOpenId } from '../messages.ts';
import { signCall } from '../sign-call.ts';
import type { Call } from '../sign-call.ts';

const inFlightAfterMs = 20;
const copies = 5;

export const retryAfterAnswer: Check = {
  name: 'retry-after-answer',
  guarantees: 'a scan that is sent three times, byte for byte, is answered the same each time',
  async run(bench) {
    const scan = aScan(bench, 0);
    const answers: Answer[] = [];
    for (let time = 1; time <= 3; time += 1) answers.push(await bench.push(scan));
    return whyDifferent(bench, answers);
  },
};

export const retryInFlight: Check = {
  name: 'retry-in-flight',
  guarantees: 'a retry that comes while the first attempt is at work gets the same answer',
  async run(bench) {
    const scan = aScan(bench, 1);
    const first = bench.push(scan);
    await sleep(inFlightAfterMs);
    return whyDifferent(bench, await Promise.all([first, bench.push(scan)]));
  },
};

export const concurrentDuplicates: Check = {
  name: 'concurrent-duplicates',
  guarantees: `${copies} copies of a scan at the same moment get one answer`,
  async run(bench) {
    const scan = aScan(bench, 2);
    return whyDifferent(
      bench,
      await Promise.all(Array.from({ length: copies }, () => bench.push(scan))),
    );
  },
};

/** Of the code with this number if there are so many; without codes of a text that is none. */
function aScan({ options }: Bench, number: number): Call {
  const { scanTexts, openId } = options;
  const text = scanTexts[number] ?? scanTexts.at(-1) ?? `HTTPS://SELF.TEST/NO-CODE-${number}`;
  const sender = openId || strangerOpenId();
  return signCall(options, scanOf(options, sender, text), { openId: sender });
}

function whyDifferent({ options }: Bench, answers: Answer[]): Problem {
  const unanswered = answers.find(({ status }) => status !== 200);
  if (unanswered) return unanswered.problem ?? `answered ${unanswered.status}`;
  const [first = '', ...others] = answers.map((answer) => wordsOf(options, answer));
  const different = others.find((words) => words !== first);
  return different === undefined
    ? null
    : `answered ${excerpt(different)} after ${excerpt(first)}: it was handled twice`;
}
