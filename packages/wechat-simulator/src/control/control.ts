import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { act, changed, receiveSms } from '../phone/phone-actions.ts';
import { addPhoneUser } from '../phone/phone-routes.ts';
import type { CallRecord } from '../platform/call-records.ts';
import { expireAccessTokens, expireTicket, revokeAccessTokens } from '../platform/credentials.ts';
import { changeSettings } from '../platform/settings.ts';
import type { PlatformSettings, SettingsChange } from '../platform/settings.ts';
import type { PushAttempt, PushRecord } from '../push/deliver-push.ts';
import { replayPush } from '../push/deliver-push.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import { signEcho } from '../push/sign-push.ts';
import type { Bottle, ChatMessage, Menu, PhoneUser, Sms } from '../state.ts';
import { createFaultControl } from './fault-control.ts';
import type { FaultControl } from './fault-control.ts';
import { createMessageControl } from './message-control.ts';
import type { MessageControl } from './message-control.ts';

/** What a test may say of a user; absent fields stay as they are. */
export type UserChange = Partial<
  Pick<PhoneUser, 'following' | 'snapshot' | 'deliveryReport' | 'refusedTemplates' | 'consents'>
>;

/** The strings behind the stage, for tests; each exists as `/simulator/*` as well. */
export interface SimulatorControl extends FaultControl, MessageControl {
  /** The access tokens are too old from now on: 42001. */
  expireAccessTokens(): void;
  /** The access tokens are replaced by nobody knows whom: 40001. */
  revokeAccessTokens(): void;
  expireTicket(): void;
  settings(): Readonly<PlatformSettings>;
  /** Throws RangeError for what makes no sense. A new EncodingAESKey keeps the present one as previous. */
  changeSettings(change: SettingsChange): Readonly<PlatformSettings>;
  users(): readonly PhoneUser[];
  addUser(name?: string): PhoneUser;
  /** Throws RangeError for an unknown id. Absent fields stay as they are. */
  changeUser(id: string, change: UserChange): PhoneUser;
  messages(userId: string): readonly ChatMessage[];
  menu(): Menu | null;
  /** Does what a person does on the phone; resolves after the last try. */
  pushEvent(userId: string, event: PhoneEvent): Promise<PushRecord>;
  pushes(): readonly PushRecord[];
  /** What the account asked of the API host, oldest first; secrets are masked. */
  calls(): readonly CallRecord[];
  /**
   * Sends a former push again as it was, or its address and signatures with another body. Nothing
   * appears in the chat. Throws RangeError for an unknown number.
   */
  replayPush(number: number, body?: string): Promise<PushAttempt>;
  /** Resolves when nothing goes on by itself any more: reports of sent messages. */
  whenQuiet(): Promise<void>;
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
    ...createFaultControl(context),
    ...createMessageControl(context, (id) => getUser(context, id)),
    expireAccessTokens: () => expireAccessTokens(context),
    revokeAccessTokens: () => revokeAccessTokens(context),
    expireTicket: () => expireTicket(context),
    settings: () => context.settings,
    changeSettings(change) {
      changeSettings(context.settings, change);
      changed(context);
      return context.settings;
    },
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
    calls: () => context.calls,
    replayPush(number, body) {
      const record = context.pushes.find((known) => known.number === number);
      if (!record) throw new RangeError(`There is no push ${number}.`);
      return replayPush(context, record, body);
    },
    async whenQuiet() {
      while (context.background.size > 0) await Promise.all(context.background);
    },
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
  const response = await fetch(signEcho(context, echo), {
    redirect: 'manual',
    signal: AbortSignal.any([timeout, context.closing.signal]),
  });
  const body = await response.text();
  return { ok: response.status === 200 && body === echo, status: response.status, body };
}
