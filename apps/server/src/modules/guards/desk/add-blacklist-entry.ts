import type { BodyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { maskAddress, networkText, parseAddress } from '../address-number.ts';
import {
  alreadyBlacklisted,
  memberNotFound,
  memberNumberInvalid,
  networkInvalid,
  networkLoopback,
  networkOwn,
  networkTooWide,
  openIdInvalid,
} from '../errors.ts';
import { parseNetwork } from '../network-table.ts';
import type { GuardDeskTools } from './desk-tools.ts';
import { requireFuture, requireReason } from './require-text.ts';

interface NewEntry {
  body: BodyOf<'POST /api/hq/blacklist'>;
  staffId: number;
  /** The address of who adds it: nobody locks out their own office by a slip. */
  ownAddress: string;
  now: Date;
}

/** @returns its number. Throws bad_request, member_not_found. */
export async function addBlacklistEntry(
  tx: Tx,
  { body, staffId, ownAddress, now }: NewEntry,
  tools: Pick<GuardDeskTools, 'describeMembers'>,
): Promise<number> {
  const { kind } = body;
  const reason = requireReason(body.reason);
  const expiresAt = requireFuture(body.expiresAt, now);
  const subject = await readSubject(tx, body, ownAddress, tools);
  await endExpired(tx, { kind, subject, now });
  const added = await tx
    .insertInto('blacklist')
    .values({ kind, subject, reason, expiresAt, staffId, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('blacklistEntryId')
    .executeTakeFirst();
  if (!added) throw alreadyBlacklisted();
  return added.blacklistEntryId;
}

async function readSubject(
  tx: Tx,
  { kind, subject }: NewEntry['body'],
  ownAddress: string,
  tools: Pick<GuardDeskTools, 'describeMembers'>,
): Promise<string> {
  const text = subject.trim();
  switch (kind) {
    case 'member': {
      if (!/^[1-9]\d{0,14}$/.test(text)) throw memberNumberInvalid();
      const memberId = Number(text);
      if (!(await tools.describeMembers(tx, [memberId])).has(memberId)) throw memberNotFound();
      return text;
    }
    case 'openId':
      if (!/^[\w-]{6,64}$/.test(text)) throw openIdInvalid();
      return text;
    case 'network':
      return readNetwork(text, ownAddress);
  }
}

const widest = { 32: 8, 128: 16 };

/** The network as it is compared and shown: its first address and the prefix. */
function readNetwork(text: string, ownAddress: string): string {
  const network = parseNetwork(text);
  if (!network) throw networkInvalid();
  const { bits, prefix, value } = network;
  if (prefix < widest[bits]) throw networkTooWide();
  const contains = (address: string) => {
    const parsed = parseAddress(address);
    return parsed?.bits === bits && maskAddress(parsed, prefix) === value;
  };
  const isLoopback = (bits === 32 && value >> 24n === 127n) || contains('::1');
  if (isLoopback) throw networkLoopback();
  if (contains(ownAddress)) throw networkOwn();
  return networkText(network, prefix);
}

/** An entry that has expired makes room for a new one; it ended when it said it would. */
async function endExpired(
  tx: Tx,
  { kind, subject, now }: { kind: string; subject: string; now: Date },
): Promise<void> {
  await tx
    .updateTable('blacklist')
    .set({ liftedAt: sql`expires_at` })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('liftedAt', 'is', null)
    .where('expiresAt', '<=', now)
    .execute();
}
