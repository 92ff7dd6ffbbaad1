import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { nextNumber, nowMs } from '../context.ts';
import type { PhoneUser } from '../state.ts';
import type { PhoneEvent } from './event-xml.ts';
import { formatPush } from './event-xml.ts';
import type { PassiveReply } from './read-reply.ts';
import { readReply, ReplyError } from './read-reply.ts';
import { signPush } from './sign-push.ts';

const pushesKeptMax = 500;

export interface PushAttempt {
  at: number;
  durationMs: number;
  /** HTTP status, null when none arrived. */
  status: number | null;
  problem: string | null;
}

/** One push with all its tries, for tests and for whoever wonders why a chat stays silent. */
export interface PushRecord {
  number: number;
  userId: string;
  openId: string;
  event: PhoneEvent;
  xml: string;
  attempts: PushAttempt[];
  outcome: 'under way' | 'replied' | 'silent' | 'unavailable';
  reply: PassiveReply | null;
}

/**
 * Tells the account about an event: 5 s for an answer, three tries in all after a timeout, a broken
 * connection or a status other than 200. An answer that makes no sense is not asked for again.
 * Never throws: the record says what happened.
 */
export async function deliverPush(
  context: Context,
  user: PhoneUser,
  event: PhoneEvent,
): Promise<PushRecord> {
  const record = openRecord(context, user, event);
  let signed = sign(context, record);
  for (let attempt = 1; attempt <= context.options.pushTriesMax; attempt += 1) {
    if (context.closing.signal.aborted) break;
    const answer = await send(context, record, signed);
    if (answer !== null) return close(context, record, answer);
    if (context.options.resignRetries) signed = sign(context, record);
  }
  record.outcome = 'unavailable';
  return record;
}

function openRecord(context: Context, user: PhoneUser, event: PhoneEvent): PushRecord {
  const header = {
    toUserName: context.options.originalId,
    fromUserName: user.openId,
    createTime: Math.floor(nowMs(context) / 1000),
    // Beyond 2^53, as real ones are.
    messageId: `24${String(nowMs(context)).slice(-9)}${randomInt(10_000_000, 99_999_999)}`,
  };
  const record: PushRecord = {
    number: nextNumber(context),
    userId: user.id,
    openId: user.openId,
    event,
    xml: formatPush(header, event),
    attempts: [],
    outcome: 'under way',
    reply: null,
  };
  context.pushes.push(record);
  context.pushes.splice(0, context.pushes.length - pushesKeptMax);
  return record;
}

function sign(context: Context, record: PushRecord) {
  const { options, callbackUrl } = context;
  return signPush({ options, callbackUrl, openId: record.openId, xml: record.xml });
}

async function send(
  context: Context,
  record: PushRecord,
  signed: { url: string; body: string },
): Promise<string | null> {
  const startedAt = performance.now();
  const attempt: PushAttempt = { at: nowMs(context), durationMs: 0, status: null, problem: null };
  record.attempts.push(attempt);
  const timeout = AbortSignal.timeout(context.options.pushTimeoutMs);
  try {
    const response = await fetch(signed.url, {
      method: 'POST',
      body: signed.body,
      headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0' },
      redirect: 'manual',
      signal: AbortSignal.any([timeout, context.closing.signal]),
    });
    attempt.status = response.status;
    const body = await response.text();
    if (response.status === 200) return body;
    attempt.problem = `status ${response.status}`;
  } catch (error) {
    attempt.problem = timeout.aborted ? 'timeout' : `no answer (${reasonOf(error)})`;
  } finally {
    attempt.durationMs = Math.round(performance.now() - startedAt);
  }
  return null;
}

function close(context: Context, record: PushRecord, answer: string): PushRecord {
  try {
    record.reply = readReply(context.options, record.openId, answer);
    record.outcome = record.reply.kind === 'silent' ? 'silent' : 'replied';
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    const attempt = record.attempts.at(-1);
    if (attempt) attempt.problem = error.message;
    record.outcome = 'unavailable';
  }
  return record;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : 'unknown';
}
