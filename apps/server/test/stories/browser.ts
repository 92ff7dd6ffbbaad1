import { setTimeout as sleep } from 'node:timers/promises';
import { policyVersion, type OperationLine } from '@mashang/contract';
import { ensureSetupLink } from '../../src/modules/staff/index.ts';
import type { TestServer } from '../harness.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  body: unknown;
}

export interface CallInput {
  params?: Record<string, string | number>;
  query?: Record<string, string | number>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Browser {
  /** Cookies by name, as the jar holds them now. */
  cookies: Map<string, { value: string; path: string }>;
  /** One request with the jar's cookies; redirects are not followed. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Follows redirects like a page load; the last answer and every address on the way. */
  open: (url: string) => Promise<{ response: Response; addresses: string[] }>;
  /** Calls one operation of the API. */
  call: (line: OperationLine, input?: CallInput) => Promise<Answer>;
}

/** A browser with one cookie jar; cookies know paths but not ports, as in real ones. */
export function aBrowser(server: Pick<TestServer, 'publicUrl'>): Browser {
  const cookies: Browser['cookies'] = new Map();

  async function fetchWithJar(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const sent = [...cookies].filter(([, { path }]) => isBelow(pathname, path));
    const headers = new Headers(init.headers);
    if (sent.length > 0) headers.set('cookie', sent.map(([n, c]) => `${n}=${c.value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  }

  return {
    cookies,
    fetch: fetchWithJar,
    async open(url) {
      const addresses = [new URL(url, server.publicUrl).href];
      for (;;) {
        const here = addresses.at(-1) as string;
        const response = await fetchWithJar(here);
        const location = response.headers.get('location');
        if (location === null || addresses.length > 10) return { response, addresses };
        await response.body?.cancel();
        addresses.push(new URL(location, here).href);
      }
    },
    async call(line, { params = {}, query = {}, body, headers = {} } = {}) {
      const [method = '', path = ''] = line.split(' ');
      const filled = path.replace(/:(\w+)/g, (_all, name: string) => String(params[name]));
      const url = new URL(filled, server.publicUrl);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await fetchWithJar(url.href, {
        method,
        ...json,
        headers: { ...type, ...headers },
      });
      return readAnswer(response);
    },
  };
}

/** A signed-in head-office browser: the first administrator of this server. */
export async function aStaffBrowser(server: TestServer): Promise<Browser> {
  const browser = aBrowser(server);
  const setupToken = await ensureSetupLink(server.database.db, server.clock);
  const body = { setupToken, loginName: 'admin', password: staffPassword };
  const answer = await browser.call('POST /api/hq/setup', { body });
  if (answer.status !== 200) throw new Error(`set-up: ${JSON.stringify(answer.body)}`);
  return browser;
}

export const staffPassword = 'Nine blue teapots 37';

/** The code of the newest SMS on the simulated phone to this number. */
export function newestSmsCode(server: TestServer, mobile: string): string {
  const sms = server.simulator.control.smsOutbox().filter((sent) => sent.mobile === mobile);
  return /\d{6}/.exec(sms.at(-1)?.text ?? '')?.[0] ?? '';
}

/** Binds the browser's WeChat user (or just signs in) with an SMS code; the binding's answer. */
export async function bindMobile(server: TestServer, browser: Browser, mobile: string) {
  const asked = { mobile, agreedPolicyVersion: policyVersion };
  const sent = await browser.call('POST /api/sms-codes', { body: asked });
  if (sent.status !== 200) throw new Error(`SMS: ${JSON.stringify(sent.body)}`);
  const smsCode = newestSmsCode(server, mobile);
  return browser.call('POST /api/bindings', { body: { mobile, smsCode } });
}

export const memberPassword = 'Seven green kettles 52';

/** A member outside WeChat, signed in by SMS code and past the choice of a first password. */
export async function aMemberBrowser(server: TestServer, mobile: string): Promise<Browser> {
  const browser = aBrowser(server);
  await bindMobile(server, browser, mobile);
  const body = { newPassword: memberPassword };
  const chosen = await browser.call('POST /api/me/password', { body });
  if (chosen.status !== 200) throw new Error(`password: ${JSON.stringify(chosen.body)}`);
  return browser;
}

/** Waits until `look` finds something. */
export async function eventually<T>(
  look: () => T | undefined | null | false,
  patienceMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`it did not happen within ${patienceMs} ms`);
    await sleep(20);
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: the text itself is the body.
  }
  return { status: response.status, headers: response.headers, body };
}

function isBelow(pathname: string, path: string): boolean {
  return path === '/' || pathname === path || pathname.startsWith(`${path}/`);
}

function keepCookie(jar: Browser['cookies'], line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split('=', 2);
  const attribute = (wanted: string) =>
    attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.split('=')[1];
  const isGone = value === '' || attribute('max-age') === '0';
  if (isGone) jar.delete(name);
  else jar.set(name, { value, path: attribute('path') ?? '/' });
}
