import type { WechatLogEvent } from './api-call.ts';
import { createLeasedFetch, EARLY_MS, lifeLeftMs, UNUSABLE_MS } from './credential-lease.ts';
import { WechatError } from './errors.ts';

export type CredentialKind = 'access_token' | 'jsapi_ticket';

export interface Credential {
  value: string;
  expiresAt: Date;
}

/** Where tokens live; shared by all processes of one account. Keep values encrypted at rest. */
export interface CredentialStore {
  read(kind: CredentialKind): Promise<Credential | null>;
  write(kind: CredentialKind, credential: Credential): Promise<void>;
  /** Forgets the credential only if it still is `failedValue`: a newer one must survive. */
  expire(kind: CredentialKind, failedValue: string): Promise<void>;
  /**
   * True when `holder` (a UUID) alone, of all processes, may now ask the platform for a new one: for
   * `leasedMs`, unless released before. The lease of a holder that died ends by itself.
   */
  lease(kind: CredentialKind, holder: string, leasedMs: number): Promise<boolean>;
  /** Ends the lease if `holder` still has it; a lease of somebody else stays. */
  release(kind: CredentialKind, holder: string): Promise<void>;
}

export interface CredentialKeeper {
  get(kind: CredentialKind): Promise<string>;
  /** After the platform refused `failedValue`: the one to use instead. */
  replace(kind: CredentialKind, failedValue: string): Promise<string>;
  /** Renews what is stored and near its end. Never rejects: what fails is logged. */
  keepFresh(): Promise<void>;
}

const BACKGROUND_PAUSE_MS = 30_000;
/** Store of a single process, for tests and tools; everything is forgotten at its end. */
export function createMemoryCredentialStore(): CredentialStore {
  const credentials = new Map<CredentialKind, Credential>();
  const leases = new Map<CredentialKind, { holder: string; untilMs: number }>();
  return {
    read: async (kind) => credentials.get(kind) ?? null,
    write: async (kind, credential) => void credentials.set(kind, credential),
    expire: async (kind, failedValue) => {
      if (credentials.get(kind)?.value === failedValue) credentials.delete(kind);
    },
    lease: async (kind, holder, leasedMs) => {
      const nowMs = performance.now();
      const held = leases.get(kind);
      if (held && held.holder !== holder && held.untilMs > nowMs) return false;
      leases.set(kind, { holder, untilMs: nowMs + leasedMs });
      return true;
    },
    release: async (kind, holder) => {
      if (leases.get(kind)?.holder === holder) leases.delete(kind);
    },
  };
}

/**
 * Gives out credentials: the stored one while it lasts, a new one fetched once for all who wait, in
 * this process and in every other that has the same store (a lease says who asks the platform).
 * Near its end a credential is still given out while its successor is fetched in the background.
 */
export function createCredentialKeeper(options: {
  store: CredentialStore;
  now: () => Date;
  fetchNew: (kind: CredentialKind) => Promise<{ value: string; lifeSeconds: number }>;
  log: (event: WechatLogEvent) => void;
}): CredentialKeeper {
  const { store, now, log } = options;
  const fetchOnce = createLeasedFetch(options);
  const underWay = new Map<CredentialKind, Promise<string>>();
  const lastBackgroundMs = new Map<CredentialKind, number>();

  async function get(kind: CredentialKind): Promise<string> {
    const stored = await store.read(kind);
    if (!stored || lifeLeftMs(stored, now) <= UNUSABLE_MS) return await refresh(kind);
    if (lifeLeftMs(stored, now) <= EARLY_MS) refreshInBackground(kind);
    return stored.value;
  }

  async function replace(kind: CredentialKind, failedValue: string): Promise<string> {
    await store.expire(kind, failedValue);
    const value = await get(kind);
    if (value !== failedValue) return value;
    // A refresh that began before the refusal has just put the refused value back.
    await store.expire(kind, failedValue);
    return await get(kind);
  }

  function refresh(kind: CredentialKind): Promise<string> {
    const waiting = underWay.get(kind);
    if (waiting) return waiting;
    const started = fetchOnce(kind).finally(() => underWay.delete(kind));
    underWay.set(kind, started);
    return started;
  }

  function refreshInBackground(kind: CredentialKind): void {
    const nowMs = now().getTime();
    if (nowMs - (lastBackgroundMs.get(kind) ?? -Infinity) < BACKGROUND_PAUSE_MS) return;
    lastBackgroundMs.set(kind, nowMs);
    refresh(kind).catch((error: unknown) => logFailure(kind, error));
  }

  async function keepFresh(): Promise<void> {
    // The token first: the ticket is fetched with it.
    for (const kind of ['access_token', 'jsapi_ticket'] as const) {
      try {
        const stored = await store.read(kind);
        if (stored && lifeLeftMs(stored, now) <= EARLY_MS) await refresh(kind);
      } catch (error) {
        logFailure(kind, error);
      }
    }
  }

  function logFailure(kind: CredentialKind, error: unknown): void {
    const isOurs = error instanceof WechatError;
    log({
      event: 'wechat_refresh_failed',
      endpoint: isOurs ? error.endpoint : kind,
      outcome: 'failed',
      attempt: 1,
      durationMs: 0,
      errcode: isOurs ? error.errcode : 0,
      message: isOurs ? error.message : 'the credential store failed',
    });
  }

  return { get, replace, keepFresh };
}
