import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { countDown } from '../platform/faults.ts';
import type { PhoneEvent } from './event-xml.ts';

/**
 * Bad days of the platform: `duplicate` (the same bytes several times at once), `lost answer` (the
 * first answer does not arrive, so it is asked again), `replay` (the same bytes once more
 * afterwards), `delayed`, `out of order` (the next push overtakes it).
 */
const misfortunes = ['duplicate', 'lost answer', 'replay', 'delayed', 'out of order'] as const;

/**
 * Pushes that are not the platform's, sent once: `wrong signature`, `tampered` (another ciphertext
 * or, in plain mode, another sender under a right signature), `clear fields` (besides the
 * ciphertext, as in compatible mode, clear fields that name another sender), `other appid`, `plain` (clear body with the
 * signature that does not cover it, whatever the mode), `unsigned`, `stale` (signed an hour ago).
 */
export const forgeries = [
  'wrong signature',
  'tampered',
  'clear fields',
  'other appid',
  'plain',
  'unsigned',
  'stale',
] as const;

export const pushFaultKinds = [...misfortunes, ...forgeries] as const;
export type PushFaultKind = (typeof pushFaultKinds)[number];
export type Forgery = (typeof forgeries)[number];

/** A misfortune planned for the next pushes. */
export interface PushFault {
  kind: PushFaultKind;
  /** Only pushes of this kind; default all. */
  event?: PhoneEvent['kind'];
  /** How many pushes it spoils, `always` until it is cleared; default 1. */
  times?: number | 'always';
  /** Of `delayed` how long (1000), of `out of order` how long at most (5000). */
  delayMs?: number;
  /** Of `duplicate`; default 2. */
  copies?: number;
}

export interface PlannedPushFault extends PushFault {
  id: number;
  hits: number;
}

/** Takes the misfortune planned for such a push, if any, and counts it down. */
export function takePushFault(context: Context, event: PhoneEvent): PlannedPushFault | null {
  const fault = context.pushFaults.find((planned) => (planned.event ?? event.kind) === event.kind);
  if (!fault) return null;
  countDown(context.pushFaults, fault);
  return fault;
}

export function isForgery(kind: PushFaultKind | undefined): kind is Forgery {
  return forgeries.some((forgery) => forgery === kind);
}

/** Holds a push back as its misfortune asks. */
export async function waitForTurn(context: Context, fault: PushFault | null): Promise<void> {
  const { signal } = context.closing;
  if (fault?.kind === 'delayed') {
    await sleep(fault.delayMs ?? 1000, undefined, { signal }).catch(() => undefined);
  }
  if (fault?.kind !== 'out of order') return;
  const ended = new AbortController();
  const overtaken = new Promise<void>((go) => context.heldPushes.add(go));
  const patience = sleep(fault.delayMs ?? 5000, undefined, {
    signal: AbortSignal.any([signal, ended.signal]),
  }).catch(() => undefined);
  await Promise.race([overtaken, patience]);
  ended.abort();
}

/** A push has been answered: those it has overtaken may go. */
export function letOvertakenGo(context: Context): void {
  const held = [...context.heldPushes];
  context.heldPushes.clear();
  for (const go of held) go();
}
