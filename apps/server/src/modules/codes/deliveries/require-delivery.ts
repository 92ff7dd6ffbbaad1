import type { Db } from '../../../platform/database.ts';
import { deliveryNotFound } from '../errors.ts';

/** Throws delivery_not_found. */
export async function requireDelivery(db: Db, deliveryId: number): Promise<void> {
  const row = await db
    .selectFrom('codeDelivery')
    .select('deliveryId')
    .where('deliveryId', '=', deliveryId)
    .executeTakeFirst();
  if (!row) throw deliveryNotFound();
}
