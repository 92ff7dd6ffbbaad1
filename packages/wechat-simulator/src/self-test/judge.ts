import type { XmlElement } from '@mashang/wechat';
import { openReply, readReply, ReplyError } from '../push/read-reply.ts';
import type { Answer } from './bench.ts';
import type { ResolvedSelfTestOptions } from './self-test-options.ts';

/** What was wrong, in words that follow the name of what was sent; null for nothing. */
export type Problem = string | null;

/** The first problem of several attempts that were made at once, with the name of the attempt. */
export async function firstProblem(attempts: Record<string, Promise<Problem>>): Promise<Problem> {
  const problems = await Promise.all(
    Object.entries(attempts).map(async ([what, problem]) => ({ what, problem: await problem })),
  );
  const failed = problems.find(({ problem }) => problem !== null);
  return failed ? `${failed.what}: ${failed.problem}` : null;
}

/**
 * A refusal is a status of 4xx, or words that are no answer to a message. `success`, nothing, and a
 * reply tell that the message was believed; 5xx that it broke something.
 */
export function whyNotRefused(answer: Answer): Problem {
  const { status, body, problem } = answer;
  if (status === null) return problem;
  if (status >= 500) return `answered ${status}, it broke instead of refusing`;
  if (status >= 400) return null;
  const isBelieved = status !== 200 || /^(success)?$|^<xml/.test(body.trim());
  return isBelieved ? `believed, answered ${status} ${excerpt(body)}` : null;
}

export function whyNotHandled({ status, problem }: Answer): Problem {
  if (status === null) return problem;
  return status >= 500 ? `answered ${status}` : null;
}

/** An answer to a right message: nothing, `success`, or a reply the platform would show. */
export function whyNotAnswered(
  options: ResolvedSelfTestOptions,
  answer: Answer,
  openId: string,
): Problem {
  const { status, body, problem } = answer;
  if (status !== 200) return problem ?? `answered ${status}`;
  return problemOf(() => readReply(accountOf(options), openId, body));
}

/** The fields of a reply, encrypted or not; null for none. Throws ReplyError. */
export function openAnswer(options: ResolvedSelfTestOptions, { body }: Answer): XmlElement | null {
  if (!body.trim().startsWith('<')) return null;
  // In clear or not is for one check to judge, not for all.
  const messageMode = options.mode === 'plain' ? 'plain' : 'compatible';
  return openReply(accountOf(options, messageMode), body);
}

/** What the user reads; two answers say the same when these are equal. */
export function wordsOf(options: ResolvedSelfTestOptions, answer: Answer): string {
  if (answer.status !== 200) return answer.problem ?? `status ${answer.status}`;
  try {
    // The time of the same answer may be another.
    const fields = { ...openAnswer(options, answer), CreateTime: '' };
    return JSON.stringify(answer.body.trim().startsWith('<') ? fields : answer.body);
  } catch (error) {
    return error instanceof ReplyError ? error.message : String(error);
  }
}

export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `“${line.length > 120 ? `${line.slice(0, 120)}…` : line}”`;
}

export function problemOf(action: () => unknown): Problem {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof ReplyError) return error.message;
    throw error;
  }
}

function accountOf(options: ResolvedSelfTestOptions, messageMode = options.mode) {
  const { appId, originalId, token, encodingAesKey } = options;
  const settings = { messageMode, token, encodingAesKey, previousEncodingAesKey: null };
  return { options: { appId, originalId }, settings };
}
