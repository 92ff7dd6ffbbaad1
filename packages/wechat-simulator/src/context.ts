import type { CallRecord } from './platform/call-records.ts';
import type { PlannedFault } from './platform/faults.ts';
import type { OAuthCodes } from './platform/oauth-codes.ts';
import type { PlatformSettings } from './platform/settings.ts';
import type { LiveEvents } from './phone/live-events.ts';
import type { PushRecord } from './push/deliver-push.ts';
import type { PlannedPushFault } from './push/push-faults.ts';
import type { ResolvedOptions } from './simulator-options.ts';
import type { StateStore } from './state-store.ts';
import type { SimulatorState } from './state.ts';

/** What every part of the simulator is given. */
export interface Context {
  options: ResolvedOptions;
  /** What the console of the platform says now. */
  settings: PlatformSettings;
  state: SimulatorState;
  store: StateStore;
  live: LiveEvents;
  codes: OAuthCodes;
  faults: PlannedFault[];
  pushFaults: PlannedPushFault[];
  /** Pushes that wait for another one to overtake them. */
  heldPushes: Set<() => void>;
  /** What goes on by itself: reports of sent messages. */
  background: Set<Promise<unknown>>;
  /** Calls in the present minute, by path. */
  minuteCalls: Map<string, { minute: number; calls: number }>;
  /** Template messages by openid and client_msg_id: the same is not sent twice in ten minutes. */
  clientMessages: Map<string, { at: number; msgId: string }>;
  /** Every push since the start, oldest first, capped. */
  pushes: PushRecord[];
  /** Every call of the API host since the start, oldest first, capped. */
  calls: CallRecord[];
  /** Where pushes go now; tests may move it. */
  callbackUrl: string;
  /** Which URL the JS-SDK signature is checked against: iOS keeps the first one of the page. */
  device: 'android' | 'ios';
  /** Ends what is under way when the simulator closes. */
  closing: AbortController;
}

/** The next number as text, for ids of messages, SMS and pushes. */
export function nextNumber(context: Context): number {
  context.state.lastNumber += 1;
  return context.state.lastNumber;
}

/** Time of the simulated platform in milliseconds. */
export function nowMs(context: Context): number {
  return context.options.now().getTime();
}

/** Lets something go on by itself; `control.whenQuiet()` waits for it. It must not reject. */
export function goOn(context: Context, work: Promise<unknown>): void {
  context.background.add(work);
  void work.finally(() => context.background.delete(work));
}
