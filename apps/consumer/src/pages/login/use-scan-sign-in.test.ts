import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { session } from '../../shared/session.ts';
import { createScanSignIn } from './use-scan-sign-in.ts';

/** The server's answers to polls, in turn; null: the network is away. The last one stays. */
let answers: ({ status: number; body: object } | null)[];
let polls: number;
let page: { hidden: boolean; look: () => void };
let signIn: ReturnType<typeof createScanSignIn>;

const inState = (state: string) => ({ status: 200, body: { state } });
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  [answers, polls] = [[inState('waiting')], 0];
  page = { hidden: false, look: () => undefined };
  vi.stubGlobal('document', {
    get hidden() {
      return page.hidden;
    },
    addEventListener: (_event: string, listener: () => void) => (page.look = listener),
    removeEventListener: () => (page.look = () => undefined),
  });
  vi.stubGlobal('fetch', async (url: string) => {
    if (url === '/api/session') return reply(200, { state: 'member', member: null });
    if (url === '/api/site') return reply(200, { pointsWording: { zh: '积分', en: 'points' } });
    if (url === '/api/scan-sign-ins') return reply(200, { signInToken: 'T', qrSvg: '<svg/>' });
    polls += 1;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new TypeError('Failed to fetch');
    return reply(answer.status, answer.body);
  });
  signIn = createScanSignIn();
});
afterEach(() => {
  signIn.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('S7: the QR of a desktop', () => {
  test('S7: is asked about every two seconds until it is over, and then no more', async () => {
    answers = [inState('waiting'), inState('scanned'), inState('refused')];
    signIn.open();
    await seconds(1);
    expect([signIn.asked.value?.signInToken, polls]).toEqual(['T', 0]);
    await seconds(4);
    expect([signIn.state.value, polls]).toEqual(['scanned', 2]);
    await seconds(60);
    expect([signIn.state.value, polls]).toEqual(['refused', 3]);
    answers = [inState('waiting')];
    await signIn.start();
    expect(signIn.state.value).toBe('waiting');
    await seconds(2);
    expect(polls).toBe(4);
  });

  test('S7: nobody asks while the page is hidden, and at once when it is back', async () => {
    signIn.open();
    await seconds(3);
    page.hidden = true;
    await seconds(300);
    expect(polls).toBe(1);
    page.hidden = false;
    page.look();
    await seconds(0);
    expect(polls).toBe(2);
    signIn.close();
    await seconds(300);
    expect(polls).toBe(2);
  });

  test('S7: a network that is away is waited for; a refusal is shown', async () => {
    answers = [null, inState('scanned'), { status: 429, body: { code: 'too_many_requests' } }];
    signIn.open();
    await seconds(2);
    expect([signIn.unreached.value, signIn.failure.value]).toEqual([true, undefined]);
    await seconds(2);
    expect([signIn.unreached.value, signIn.state.value]).toEqual([false, 'scanned']);
    await seconds(2);
    expect(signIn.failure.value).toMatchObject({ code: 'too_many_requests' });
    await seconds(60);
    expect(polls).toBe(3);
  });

  test('S7: signed in, the page knows who it is', async () => {
    answers = [inState('signedIn')];
    signIn.open();
    await seconds(3);
    expect([signIn.state.value, session.value.state]).toEqual(['signedIn', 'member']);
  });
});

function reply(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status });
}
