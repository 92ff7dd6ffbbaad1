import { randomBytes } from 'node:crypto';
import { hashToken } from './staff-sessions.ts';

/** A new one-time link. The table keeps its hash; the link itself is shown once and nowhere kept. */
export interface NewInvitation {
  link: string;
  invitationHash: Buffer;
  invitationExpiresAt: Date;
}

const invitationHours = 72;

/** 256 random bits behind the `#`, which browsers never send, so no log on the way holds them. */
export function makeInvitation(publicUrl: string, now: Date): NewInvitation {
  const token = randomBytes(32).toString('base64url');
  return {
    link: `${publicUrl}/hq/invitation#token=${token}`,
    invitationHash: hashToken(token),
    invitationExpiresAt: new Date(now.getTime() + invitationHours * 60 * 60 * 1000),
  };
}
