import type { AuthenticityCheck } from '@mashang/contract';
import type { LocationQueryRaw } from 'vue-router';
import type { TextKey } from '../../shared/texts.ts';

type Genuine = Extract<AuthenticityCheck, { outcome: 'genuine' }>;

/** What a genuine product invites to. */
export interface Invite {
  title: TextKey;
  detail: TextKey;
  /** Absent where pressing anything would lead nowhere. */
  action?: { text: TextKey; to: { path: string; query?: LocationQueryRaw } };
  mayAppeal: boolean;
}

/**
 * What the points of a genuine product invite to: collecting them, or being ready for the next one.
 *
 * @param code as printed, to lead to its page; undefined when none could be seen in the text
 */
export function inviteOf(
  { state, isClaimed }: Genuine,
  code: string | undefined,
  isMember: boolean,
): Invite | undefined {
  const path = code ? `/C/${encodeURIComponent(code)}` : '/scan';
  // The gate sends browsers on to the log-in page, with the way back.
  const bind = { path: '/bind', query: { to: path } };
  if (isClaimed) {
    return {
      title: 'checkGoneTitle',
      detail: isMember ? 'checkGoneMember' : 'checkGoneDetail',
      ...(!isMember && { action: { text: 'checkBindAction', to: bind } }),
      mayAppeal: true,
    };
  }
  if (state === 'activated') {
    return {
      title: 'checkInviteTitle',
      detail: isMember ? 'checkSignedInInvite' : 'checkInviteBind',
      action: { text: 'checkInviteAction', to: isMember ? { path } : bind },
      mayAppeal: false,
    };
  }
  if (state === 'void' || isMember) return undefined;
  return {
    title: 'checkLaterTitle',
    detail: 'checkLaterDetail',
    action: { text: 'checkBindAction', to: { path: '/bind' } },
    mayAppeal: false,
  };
}
