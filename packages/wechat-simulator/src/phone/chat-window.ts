import type { Context } from '../context.ts';
import { nowMs } from '../context.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import type { ChatWindow, PhoneUser } from '../state.ts';

/** After a message of the user (five since June 2023, before that twenty). */
const afterMessage = { kind: 'message', seconds: 48 * 60 * 60, messagesMax: 5 } as const;
/** After a tap on the menu, a scan or a follow. */
const afterTap = { kind: 'tap', seconds: 60, messagesMax: 3 } as const;

/** Deeds that open the chat; opening a page does not, nor what the platform reports by itself. */
const taps: ReadonlySet<PhoneEvent['kind']> = new Set([
  'subscribe',
  'SCAN',
  'CLICK',
  'scancode_push',
  'scancode_waitmsg',
]);

/**
 * Notes that a user did something: for a while the account may write to them. Every deed starts its
 * window anew. A tap gives a minute and three messages; without `strictChatWindow` it gives what a
 * message gives. Who leaves closes all.
 */
export function openChatWindow(context: Context, user: PhoneUser, event: PhoneEvent): void {
  if (event.kind === 'unsubscribe' || event.kind === 'user_cancellation') {
    user.chatWindows = [];
    return;
  }
  const isTap = taps.has(event.kind);
  if (!isTap && event.kind !== 'text' && event.kind !== 'other') return;
  const isShort = isTap && context.settings.strictChatWindow;
  const { kind, seconds, messagesMax } = isShort ? afterTap : afterMessage;
  const others = openWindows(context, user).filter((window) => window.kind !== kind);
  const closesAt = nowMs(context) + seconds * 1000;
  user.chatWindows = [...others, { kind, closesAt, messagesLeft: messagesMax }];
}

/** Takes one message out of an open window, the one that closes first; else says what is in the way. */
export function takeFromChatWindow(
  context: Context,
  user: PhoneUser,
): 'taken' | 'closed' | 'used up' {
  const open = openWindows(context, user);
  user.chatWindows = open;
  const usable = open
    .filter((window) => window.messagesLeft > 0)
    .toSorted((one, other) => one.closesAt - other.closesAt);
  const [window] = usable;
  if (!window) return open.length > 0 ? 'used up' : 'closed';
  window.messagesLeft -= 1;
  return 'taken';
}

function openWindows(context: Context, user: PhoneUser): ChatWindow[] {
  return user.chatWindows.filter((window) => window.closesAt > nowMs(context));
}
