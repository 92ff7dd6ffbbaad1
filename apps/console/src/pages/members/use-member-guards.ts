import type { Allowance, BlacklistEntry, GuardLock } from '@mashang/contract';
import { shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

export interface MemberGuards {
  lock: GuardLock | null;
  entry: BlacklistEntry | null;
  allowance: Allowance | null;
}

const locksMax = 200;

/** What guards have to do with one member now: a lock, the blacklist, a daily limit of their own. */
export function useMemberGuards(memberId: () => number) {
  const guards = shallowRef<MemberGuards | null>(null);
  const failure = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    const asked = memberId();
    failure.value = null;
    try {
      const known = await readGuards(asked);
      if (asked === memberId()) guards.value = known;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === memberId()) failure.value = error;
    }
  }

  watch(memberId, load, { immediate: true });
  return { guards, failure, load };
}

async function readGuards(memberId: number): Promise<MemberGuards> {
  const [locks, entries, allowances] = await Promise.all([
    call('GET /api/hq/guard-locks', { query: { kind: 'member', limit: locksMax } }),
    call('GET /api/hq/blacklist', { query: { memberId, inForce: 'yes', limit: 1 } }),
    call('GET /api/hq/allowances', { query: { memberId, limit: 1 } }),
  ]);
  return {
    lock: locks.rows.find((lock) => lock.memberId === memberId) ?? null,
    entry: entries.rows[0] ?? null,
    allowance: allowances.rows.find(isInForce) ?? null,
  };
}

function isInForce({ expiresAt }: Allowance): boolean {
  return expiresAt === null || Date.parse(expiresAt) > Date.now();
}
