import type { BlacklistKind, BodyOf } from '@mashang/contract';
import { readExpiry } from './expiry.ts';
import type { ExpiryPreset } from './expiry.ts';
import { readNetwork } from './read-network.ts';

export const blacklistKinds = [
  'member',
  'openId',
  'network',
] as const satisfies readonly BlacklistKind[];

export interface BlacklistForm {
  kind: BlacklistKind;
  memberId: number | undefined;
  openId: string;
  network: string;
  reason: string;
  preset: ExpiryPreset;
  chosen: Date | null;
}

export interface BlacklistErrors {
  subject?: 'missing' | 'invalid';
  reason?: 'missing';
  expiry?: 'past';
}

type Body = BodyOf<'POST /api/hq/blacklist'>;

export function emptyBlacklistForm(memberId?: number): BlacklistForm {
  return {
    kind: 'member',
    memberId,
    openId: '',
    network: '',
    reason: '',
    preset: 'week',
    chosen: null,
  };
}

/** What is sent, or which fields are wrong. */
export function readBlacklistForm(
  form: BlacklistForm,
  now: Date,
): { body: Body; errors?: never } | { errors: BlacklistErrors; body?: never } {
  const errors: BlacklistErrors = {};
  const subject = readSubject(form);
  if (subject === 'missing' || subject === 'invalid') errors.subject = subject;
  const reason = form.reason.trim();
  if (reason === '') errors.reason = 'missing';
  const expiresAt = readExpiry(form.preset, form.chosen, now);
  if (expiresAt === undefined) errors.expiry = 'past';
  if (Object.keys(errors).length > 0 || expiresAt === undefined || typeof subject === 'string') {
    return { errors };
  }
  return { body: { kind: form.kind, subject: subject.text, reason, expiresAt } };
}

function readSubject(form: BlacklistForm): { text: string } | 'missing' | 'invalid' {
  switch (form.kind) {
    case 'member':
      return form.memberId === undefined ? 'missing' : { text: String(form.memberId) };
    case 'openId': {
      const text = form.openId.trim();
      if (text === '') return 'missing';
      return /^[\w-]{1,80}$/.test(text) ? { text } : 'invalid';
    }
    case 'network': {
      if (form.network.trim() === '') return 'missing';
      const network = readNetwork(form.network);
      return network ? { text: network.text } : 'invalid';
    }
  }
}
