import type { Tx } from '../../platform/database.ts';

/** Opens the account of a new member with a balance of 0; opening it again changes nothing. */
export async function openAccount(tx: Tx, memberId: number): Promise<void> {
  await tx
    .insertInto('pointsAccount')
    .values({ memberId })
    .onConflict((conflict) => conflict.column('memberId').doNothing())
    .execute();
}
