import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { nextNumber, nowMs } from '../context.ts';
import { createUser } from '../state-store.ts';
import type { PhoneUser } from '../state.ts';
import type { PhoneEvent } from './event-xml.ts';
import { formatPush, isFromPlatform } from './event-xml.ts';
import type { PlannedPushFault, PushFaultKind } from './push-faults.ts';
import { isForgery, letOvertakenGo, takePushFault, waitForTurn } from './push-faults.ts';
import type { PassiveReply } from './read-reply.ts';
import { readReply, ReplyError } from './read-reply.ts';
import { signPush } from './sign-push.ts';
import type { SignedPush } from './sign-push.ts';

const pushesKeptMax = 500;

export interface PushAttempt {
  at: number;
  durationMs: number;
  /** HTTP status, null when none arrived. */
  status: number | null;
  problem: string | null;
  /** What this very attempt was answered; null when nothing could be read. */
  reply: PassiveReply | null;
}

/** One push with all its tries, for tests and for whoever wonders why a chat stays silent. */
export interface PushRecord {
  number: number;
  userId: string;
  /** Whom it is about. */
  openId: string;
  /** Who sent it: the same, or the platform itself. */
  sender: string;
  event: PhoneEvent;
  xml: string;
  /** The misfortune that was planned for it. */
  fault: PushFaultKind | null;
  /** Address and body of the last attempt, for a replay. */
  sent: SignedPush | null;
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
  const fault = takePushFault(context, event);
  const record = openRecord(context, user, event, fault);
  await waitForTurn(context, fault);
  await tryAll(context, record, fault);
  if (fault?.kind !== 'out of order') letOvertakenGo(context);
  if (record.outcome === 'under way') record.outcome = 'unavailable';
  if (fault?.kind === 'replay' && record.sent) await replayPush(context, record);
  return record;
}

/** Sends the bytes of a former push once more, or its address with another body. */
export async function replayPush(
  context: Context,
  record: PushRecord,
  body?: string,
): Promise<PushAttempt> {
  if (!record.sent) throw new RangeError(`Push ${record.number} was never sent.`);
  const { url, body: own } = record.sent;
  return await send(context, record, { url, body: body ?? own });
}

async function tryAll(
  context: Context,
  record: PushRecord,
  fault: PlannedPushFault | null,
): Promise<void> {
  const kind = fault?.kind;
  const triesMax = isForgery(kind) ? 1 : context.options.pushTriesMax;
  for (let number = 1; number <= triesMax; number += 1) {
    if (context.closing.signal.aborted) return;
    if (number === 1 || context.settings.resignRetries) sign(context, record);
    const { sent } = record;
    if (!sent) return;
    const copies = number === 1 && kind === 'duplicate' ? (fault?.copies ?? 2) : 1;
    const attempts = await Promise.all(
      Array.from({ length: copies }, () => send(context, record, sent)),
    );
    if (number === 1 && kind === 'lost answer') {
      for (const attempt of attempts) attempt.problem ??= 'answer lost';
      continue;
    }
    const answered = attempts.find(({ status }) => status === 200);
    if (answered) {
      record.reply = answered.reply;
      record.outcome = outcomeOf(answered);
      return;
    }
  }
}

function outcomeOf({ reply }: PushAttempt): PushRecord['outcome'] {
  if (!reply) return 'unavailable';
  return reply.kind === 'silent' ? 'silent' : 'replied';
}

function openRecord(
  context: Context,
  user: PhoneUser,
  event: PhoneEvent,
  fault: PlannedPushFault | null,
): PushRecord {
  const { appId, originalId } = context.options;
  const sender = isFromPlatform(event)
    ? createUser(appId, 'the platform itself', '', false).openId
    : user.openId;
  const header = {
    toUserName: originalId,
    fromUserName: sender,
    createTime: Math.floor(nowMs(context) / 1000),
    // Beyond 2^53, as real ones are.
    messageId: `24${String(nowMs(context)).slice(-9)}${randomInt(10_000_000, 99_999_999)}`,
    appId,
    openId: user.openId,
  };
  const record: PushRecord = {
    number: nextNumber(context),
    userId: user.id,
    openId: user.openId,
    sender,
    event,
    xml: formatPush(header, event),
    fault: fault?.kind ?? null,
    sent: null,
    attempts: [],
    outcome: 'under way',
    reply: null,
  };
  context.pushes.push(record);
  context.pushes.splice(0, context.pushes.length - pushesKeptMax);
  return record;
}

function sign(context: Context, record: PushRecord): void {
  const { sender, xml, fault } = record;
  const forgery = fault !== null && isForgery(fault) ? fault : null;
  record.sent = signPush(context, { sender, xml, forgery });
}

async function send(
  context: Context,
  record: PushRecord,
  signed: SignedPush,
): Promise<PushAttempt> {
  const startedAt = performance.now();
  const attempt: PushAttempt = {
    at: nowMs(context),
    durationMs: 0,
    status: null,
    problem: null,
    reply: null,
  };
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
    const body = await response.text();
    attempt.status = response.status;
    if (response.status === 200) attempt.reply = readReply(context, record.sender, body);
    else attempt.problem = `status ${response.status}`;
  } catch (error) {
    attempt.problem = problemOf(error, timeout.aborted);
  } finally {
    attempt.durationMs = Math.round(performance.now() - startedAt);
  }
  return attempt;
}

function problemOf(error: unknown, isTimeout: boolean): string {
  if (error instanceof ReplyError) return error.message;
  return isTimeout ? 'timeout' : `no answer (${reasonOf(error)})`;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : 'unknown';
}
