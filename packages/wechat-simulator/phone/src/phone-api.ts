import type { Bottle, ChatMessage, MenuButton, PhoneUser, Sms } from '../../src/state.ts';

export type { Bottle, ChatMessage, MenuButton, Sms, Template } from '../../src/state.ts';

export interface PhoneState {
  account: { name: string; originalId: string };
  user: Omit<PhoneUser, 'messages'> & { messages: ChatMessage[] };
  users: { id: string; name: string; openId: string }[];
  menu: MenuButton[];
  shelf: Bottle[];
  sms: Sms[];
  /** Hosts whose pages the web view shows and whose messages it hears. */
  webHosts: string[];
}

type LiveEvent = { kind: 'changed' } | { kind: 'sms'; id: string };

const storageKey = 'wechat-simulator-user';
const wanted = new URLSearchParams(location.search).get('user');
if (wanted) sessionStorage.setItem(storageKey, wanted);

/** Makes this window, reloads included, the phone of one user. */
export function rememberWindowUser(id: string): void {
  sessionStorage.setItem(storageKey, id);
  const url = new URL(location.href);
  if (!url.searchParams.has('user')) return;
  url.searchParams.set('user', id);
  history.replaceState(null, '', url);
}

/** Reads the whole state; it is small, and one shape for everything cannot drift. */
export function fetchState(): Promise<PhoneState> {
  return request('phone/state');
}

/** Presses something on the phone. Rejects when the simulator is gone. */
export function post<T>(path: string, body: object = {}): Promise<T> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Listens for ever; the browser itself connects again after a break. */
export function listen(listeners: {
  onEvent: (event: LiveEvent) => void;
  onOpen: () => void;
  onBreak: () => void;
}): void {
  const source = new EventSource('phone/events');
  source.onopen = listeners.onOpen;
  source.onerror = listeners.onBreak;
  source.onmessage = (message: MessageEvent<string>) =>
    listeners.onEvent(JSON.parse(message.data) as LiveEvent);
}

export async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const headers = new Headers(init?.headers);
  const user = sessionStorage.getItem(storageKey);
  // The cookie is the browser's; this window may be another user's phone.
  if (user) headers.set('x-phone-user', user);
  const response = await fetch(path, { ...init, headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (response.status === 204 ? {} : await response.json()) as T;
}
