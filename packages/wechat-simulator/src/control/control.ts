import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { act, changed, receiveSms } from '../phone/phone-actions.ts';
import { addPhoneUser } from '../phone/phone-routes.ts';
import { expireAccessTokens, expireTicket, revokeAccessTokens } from '../platform/credentials.ts';
import type { Fault } from '../platform/faults.ts';
import type { PushRecord } from '../push/deliver-push.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import { signEcho } from '../push/sign-push.ts';
import type { Bottle, ChatMessage, Menu, PhoneUser, Sms } from '../state.ts';

/** The strings behind the stage, for tests; each exists as `/simulator/*` as well. */
export interface SimulatorControl {
  /** The access tokens are too old from now on: 42001. */
  expireAccessTokens(): void;
  /** The access tokens are replaced by nobody knows whom: 40001. */
  revokeAccessTokens(): void;
  expireTicket(): void;
  planFault(fault: Fault): void;
  users(): readonly PhoneUser[];
  addUser(name?: string): PhoneUser;
  /** Throws RangeError for an unknown id. Absent fields stay as they are. */
  changeUser(id: string, change: { following?: boolean; snapshot?: boolean }): PhoneUser;
  messages(userId: string): readonly ChatMessage[];
  menu(): Menu | null;
  /** Does what a person does on the phone; resolves after the last try. */
  pushEvent(userId: string, event: PhoneEvent): Promise<PushRecord>;
  pushes(): readonly PushRecord[];
  sendSms(mobile: string, text: string): Sms;
  smsOutbox(): readonly Sms[];
  setShelf(bottles: Bottle[]): void;
  setCallbackUrl(url: string): void;
  setDevice(device: 'android' | 'ios'): void;
  /** What the console does when the callback settings are saved. */
  verifyCallbackUrl(): Promise<{ ok: boolean; status: number; body: string }>;
}

export function createControl(context: Context): SimulatorControl {
  const { state } = context;
  return {
    expireAccessTokens: () => expireAccessTokens(context),
    revokeAccessTokens: () => revokeAccessTokens(context),
    expireTicket: () => expireTicket(context),
    planFault: (fault) => void context.faults.push({ ...fault }),
    users: () => state.users,
    addUser: (name) => addPhoneUser(context, name),
    changeUser(id, change) {
      const user = Object.assign(getUser(context, id), change);
      changed(context);
      return user;
    },
    messages: (userId) => getUser(context, userId).messages,
    menu: () => state.menu,
    pushEvent: (userId, event) => act(context, getUser(context, userId), event),
    pushes: () => context.pushes,
    sendSms: (mobile, text) => receiveSms(context, mobile, text),
    smsOutbox: () => state.sms,
    setShelf(bottles) {
      state.shelf = bottles.map((bottle) => ({ ...bottle }));
      changed(context);
    },
    setCallbackUrl: (url) => void (context.callbackUrl = url),
    setDevice: (device) => void (context.device = device),
    verifyCallbackUrl: () => verifyCallbackUrl(context),
  };
}

function getUser(context: Context, id: string): PhoneUser {
  const user = context.state.users.find((known) => known.id === id);
  if (!user) throw new RangeError(`The phone has no user ${id}.`);
  return user;
}

async function verifyCallbackUrl(context: Context) {
  const echo = String(randomInt(2 ** 47));
  const timeout = AbortSignal.timeout(context.options.pushTimeoutMs);
  const response = await fetch(signEcho(context.options, context.callbackUrl, echo), {
    redirect: 'manual',
    signal: AbortSignal.any([timeout, context.closing.signal]),
  });
  const body = await response.text();
  return { ok: response.status === 200 && body === echo, status: response.status, body };
}
