import type { LiveEvents } from './phone/live-events.ts';
import type { PushRecord } from './push/deliver-push.ts';
import type { ResolvedOptions } from './simulator-options.ts';
import type { StateStore } from './state-store.ts';
import type { SimulatorState } from './state.ts';
import type { Fault } from './platform/faults.ts';
import type { OAuthCodes } from './platform/oauth-codes.ts';

/** What every part of the simulator is given. */
export interface Context {
  options: ResolvedOptions;
  state: SimulatorState;
  store: StateStore;
  live: LiveEvents;
  codes: OAuthCodes;
  faults: Fault[];
  /** Every push since the start, oldest first, capped. */
  pushes: PushRecord[];
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
