import type { OwnMember, ReplyOf } from '@mashang/contract';
import { computed, shallowRef } from 'vue';
import { ApiError, call } from './api.ts';
import { pointsWording } from './language.ts';

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
  pointsWording.value = siteReply.pointsWording;
  session.value = sessionReply;
}

/**
 * A number was proved or a password was right. Outside WeChat a member without a password must choose
 * one before anything else opens; the server holds to the same rule.
 */
export function setSignedIn(known: OwnMember): void {
  const inWechat = session.value.state === 'wechatUnbound' || session.value.state === 'member';
  const state = inWechat || known.hasPassword ? 'member' : 'passwordNeeded';
  session.value = { state, member: known };
}

/** What a reply says of the member now, shown everywhere at once. */
export function setMember(known: OwnMember): void {
  session.value = { state: 'member', member: known };
}

/** The session ended, or wants a password first: asks who we are, and the gate in app.vue does the rest. */
export async function noticeLostSession(error: unknown): Promise<void> {
  if (!(error instanceof ApiError)) return;
  if (error.code !== 'not_signed_in' && error.code !== 'password_needed') return;
  await loadSession().catch(() => undefined);
}

/** All notices were shown. */
export function clearUnread(): void {
  const known = session.value.member;
  if (known) session.value = { ...session.value, member: { ...known, unreadNotices: 0 } };
}

/** Asks again who is looking, quietly: balance and notices may have changed while nobody looked. */
export async function refreshSession(): Promise<void> {
  await call('GET /api/session', {}).then(
    (reply) => (session.value = reply),
    () => undefined,
  );
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
