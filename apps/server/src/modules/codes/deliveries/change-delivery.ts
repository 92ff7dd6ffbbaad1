import { sql } from 'kysely';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Tx } from '../../../platform/database.ts';
import { Refusal } from '../../../platform/errors.ts';
import { seal } from '../../../platform/seal.ts';
import { deliveryEnded, deliveryNotFound } from '../errors.ts';
import { requireAhead } from './create-delivery.ts';
import type { DeliverySecrets } from './create-delivery.ts';
import { hashToken, makePassword, makeToken } from './delivery-secrets.ts';

interface Change {
  deliveryId: number;
  now: Date;
}

/** From now on nobody can take it. Throws delivery_not_found, delivery_ended when it was before. */
export async function revokeDelivery(
  tx: Tx,
  { deliveryId, reason, staffId, now }: Change & { reason: string; staffId: number },
): Promise<void> {
  const revokeReason = cleanLine(reason);
  if (revokeReason === '') throw new Refusal('bad_request', 400, '请写明撤销的原因');
  await lockDelivery(tx, deliveryId);
  await tx
    .updateTable('codeDelivery')
    .set({ revokedAt: now, revokedBy: staffId, revokeReason })
    .where('deliveryId', '=', deliveryId)
    .execute();
  await endTickets(tx, { deliveryId, now });
}

/** Throws delivery_not_found, bad_request, delivery_ended when it is revoked. */
export async function extendDelivery(
  tx: Tx,
  asked: Change & { expiresAt: string; downloadsMax: number },
): Promise<void> {
  const { deliveryId, downloadsMax, now } = asked;
  const expiresAt = requireAhead(asked.expiresAt, now);
  const { downloadsDone } = await lockDelivery(tx, deliveryId);
  if (downloadsMax < downloadsDone) {
    throw new Refusal('bad_request', 400, `已经下载了 ${downloadsDone} 次，次数不能更少`);
  }
  await tx
    .updateTable('codeDelivery')
    .set({ expiresAt, downloadsMax })
    .where('deliveryId', '=', deliveryId)
    .execute();
}

/**
 * A new link and a new password, for what had one. The old ones end, and with them the downloads under
 * their tickets. Throws delivery_not_found, delivery_ended when it is revoked.
 */
export async function renewSecrets(
  tx: Tx,
  { deliveryId, passwordKey, now }: Change & { passwordKey: Buffer },
): Promise<DeliverySecrets> {
  const { hasLink, isProtected } = await lockDelivery(tx, deliveryId);
  const token = hasLink ? makeToken() : null;
  const password = isProtected ? makePassword() : null;
  // First: a new token keeps even those waiting who only write a line of the log of this copy.
  await endTickets(tx, { deliveryId, now });
  await tx
    .updateTable('codeDelivery')
    .set({
      tokenHash: token === null ? null : hashToken(token),
      passwordSealed: password === null ? null : seal(passwordKey, password),
    })
    .where('deliveryId', '=', deliveryId)
    .execute();
  return { token, password };
}

async function lockDelivery(tx: Tx, deliveryId: number) {
  const delivery = await tx
    .selectFrom('codeDelivery')
    .select([
      'revokedAt',
      'downloadsDone',
      sql<boolean>`token_hash is not null`.as('hasLink'),
      sql<boolean>`password_sealed is not null`.as('isProtected'),
    ])
    .where('deliveryId', '=', deliveryId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!delivery) throw deliveryNotFound();
  if (delivery.revokedAt) throw deliveryEnded('这份交付已撤销');
  return delivery;
}

async function endTickets(tx: Tx, { deliveryId, now }: Change): Promise<void> {
  await tx
    .updateTable('codeDownload')
    .set({ ticketExpiresAt: now })
    .where('deliveryId', '=', deliveryId)
    .where('ticketExpiresAt', '>', now)
    .execute();
}
