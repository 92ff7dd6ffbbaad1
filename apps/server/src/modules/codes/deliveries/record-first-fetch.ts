import type { Tx } from '../../../platform/database.ts';
import { changeRanges } from '../change-ranges.ts';
import { recordCodeEvent } from '../code-events.ts';

/**
 * The first time a copy leaves the house: from now on its codes are delivered. Later times change
 * nothing.
 *
 * @param staffId null: taken by the link
 */
export async function recordFirstFetch(
  tx: Tx,
  { deliveryId, staffId, now }: { deliveryId: number; staffId: number | null; now: Date },
): Promise<void> {
  const first = await tx
    .updateTable('codeDelivery')
    .set({ firstFetchedAt: now })
    .where('deliveryId', '=', deliveryId)
    .where('firstFetchedAt', 'is', null)
    .returning(['batchId', 'firstSerial', 'lastSerial', 'recipient'])
    .executeTakeFirst();
  if (!first) return;
  const { recipient, ...span } = first;
  const event = { action: 'delivered', details: { deliveryId, recipient } } as const;
  let isNew = false;
  await changeRanges(
    tx,
    { ...span, staffId, now },
    {
      ...event,
      letsClaimsGoOn: true,
      change(range) {
        if (range.deliveredAt !== null) return null;
        isNew = true;
        return { deliveredAt: now };
      },
    },
  );
  // Codes that were delivered before: the history still tells of one copy more.
  if (!isNew) await recordCodeEvent(tx, { ...span, ...event, reason: null, staffId, now });
}
