import type { ReplyOf } from '@mashang/contract';
import { computed, shallowRef } from 'vue';
import { call } from './api.ts';

/** What every page must know: whose site this is, and who is looking. Set before any page shows. */
export const site = shallowRef<ReplyOf<'GET /api/site'>>();
export const session = shallowRef<ReplyOf<'GET /api/session'>>({
  state: 'anonymous',
  member: null,
});

export const member = computed(() => session.value.member);
export const isMember = computed(() => session.value.state === 'member');

export async function loadSession(): Promise<void> {
  const [siteReply, sessionReply] = await Promise.all([
    site.value ?? call('GET /api/site', {}),
    call('GET /api/session', {}),
  ]);
  site.value = siteReply;
  session.value = sessionReply;
}

/** A balance learned from another reply, shown everywhere at once. */
export function setBalance(balance: number): void {
  const known = session.value.member;
  if (known) session.value = { ...session.value, member: { ...known, balance } };
}

export async function signOut(): Promise<void> {
  await call('POST /api/session/end', { body: {} });
  session.value = { state: 'anonymous', member: null };
}
