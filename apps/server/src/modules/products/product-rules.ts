import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';

export interface ProductRule {
  name: string;
  pointsPerCode: number;
}

export interface ProductRules {
  /** Every product by id, archived ones too, as the database had them at most a second ago. */
  read(): Promise<Map<number, ProductRule>>;
}

const ageMaxMs = 1_000;

/**
 * The rules as a snapshot: thousands of claims a second share one read of the table. Readers that
 * come while it is being read wait for that one; a failed read is not kept.
 */
export function createProductRules({ db, clock }: { db: Db; clock: Clock }): ProductRules {
  let snapshot: { takenAtMs: number; rules: Promise<Map<number, ProductRule>> } | undefined;

  return {
    read() {
      const nowMs = clock.now().getTime();
      // The age is taken without its sign: a clock set back must not keep old rules for hours.
      if (snapshot && Math.abs(nowMs - snapshot.takenAtMs) <= ageMaxMs) return snapshot.rules;
      const taken = { takenAtMs: nowMs, rules: readRules(db) };
      snapshot = taken;
      taken.rules.catch(() => {
        if (snapshot === taken) snapshot = undefined;
      });
      return taken.rules;
    },
  };
}

async function readRules(db: Db): Promise<Map<number, ProductRule>> {
  const rows = await db
    .selectFrom('product')
    .select(['productId', 'name', 'pointsPerCode'])
    .execute();
  return new Map(
    rows.map(({ productId, name, pointsPerCode }) => [productId, { name, pointsPerCode }]),
  );
}
