import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';

export interface ProductRule {
  name: string;
  pointsPerCode: number;
}

export interface ProductRules {
  /** Every product by id, archived ones too, as the database had them at most a second ago. */
  read(): Promise<Map<number, ProductRule>>;
  /** As they are now: for whoever met a product the snapshot does not know yet. */
  readFresh(): Promise<Map<number, ProductRule>>;
}

const ageMaxMs = 1_000;

/**
 * The rules as a snapshot: thousands of claims a second share one read of the table. Readers that
 * come while it is being read wait for that one; a failed read is not kept.
 */
export function createProductRules({ db, clock }: { db: Db; clock: Clock }): ProductRules {
  let snapshot: { takenAtMs: number; rules: Promise<Map<number, ProductRule>> } | undefined;

  function take() {
    const taken = { takenAtMs: clock.now().getTime(), rules: readRules(db) };
    snapshot = taken;
    taken.rules.catch(() => {
      if (snapshot === taken) snapshot = undefined;
    });
    return taken.rules;
  }

  return {
    read() {
      // The age is taken without its sign: a clock set back must not keep old rules for hours.
      const isYoung = snapshot && Math.abs(clock.now().getTime() - snapshot.takenAtMs) <= ageMaxMs;
      return isYoung && snapshot ? snapshot.rules : take();
    },
    readFresh: take,
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
