import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credential, CredentialKind, CredentialStore } from './credentials.ts';
import { WechatError } from './errors.ts';

// stable_token hands out a new token in the last five minutes of the old one, and both work then.
// Asking earlier would only return the old one again.
export const EARLY_MS = 4 * 60_000;
// So close to the end a token may die on its way; the caller waits for the new one.
export const UNUSABLE_MS = 60_000;
// Of a holder that died, the others take over within the time they wait.
const LEASE_MS = 7_000;
const WAIT_MS = 8_000;
const POLL_MS = 100;

export function lifeLeftMs({ expiresAt }: Credential, now: () => Date): number {
  return expiresAt.getTime() - now().getTime();
}

/**
 * Gets a credential that is not near its end: asked of the platform by the one process that holds the
 * lease, waited for by the others. Its calls throw WechatError when that takes too long.
 */
export function createLeasedFetch(options: {
  store: CredentialStore;
  now: () => Date;
  fetchNew: (kind: CredentialKind) => Promise<{ value: string; lifeSeconds: number }>;
}): (kind: CredentialKind) => Promise<string> {
  const { store, now, fetchNew } = options;
  const holder = randomUUID();

  async function fetchOnce(kind: CredentialKind): Promise<string> {
    const waitUntilMs = performance.now() + WAIT_MS;
    while (performance.now() < waitUntilMs) {
      if (await store.lease(kind, holder, LEASE_MS)) return await fetchWithLease(kind);
      // Another process asks. Until it has its answer the present one does, if there is one.
      const stored = await store.read(kind);
      if (stored && lifeLeftMs(stored, now) > UNUSABLE_MS) return stored.value;
      await sleep(POLL_MS);
    }
    const detail = 'the process that asks for it has got no answer';
    throw new WechatError({ errcode: 0, endpoint: kind, detail, retryable: true });
  }

  async function fetchWithLease(kind: CredentialKind): Promise<string> {
    try {
      // Read again: a refresh may have ended between the caller's look and now.
      const stored = await store.read(kind);
      if (stored && lifeLeftMs(stored, now) > EARLY_MS) return stored.value;
      const askedMs = now().getTime();
      const { value, lifeSeconds } = await fetchNew(kind);
      await store.write(kind, { value, expiresAt: new Date(askedMs + lifeSeconds * 1000) });
      return value;
    } finally {
      // A lease that cannot be given back ends by itself.
      await store.release(kind, holder).catch(() => undefined);
    }
  }

  return fetchOnce;
}
