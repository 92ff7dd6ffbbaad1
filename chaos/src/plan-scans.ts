import { randomUUID } from 'node:crypto';
import type { Random } from './random.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';

export interface Attempt {
  attemptId: string;
  /** Place in the world's lists. */
  member: number;
  code: number;
}

/** What people do: new codes, codes others scan at this moment, the same one twice, again and again. */
export function createPlanner(
  world: World,
  told: Pick<Told, 'someWinner'>,
  random: Random,
): () => Attempt[] {
  let nextCode = 0;

  /** A tenth of the scans come from a hundred members: their accounts are fought over. */
  function pickMember(): number {
    const { length } = world.memberIds;
    return random.percent(10) ? random.whole(Math.min(100, length)) : random.whole(length);
  }

  function scanFresh(): Attempt[] {
    const fresh = { attemptId: randomUUID(), member: pickMember(), code: nextCode++ };
    // Some are scanned by two phones at once, some sent twice by one.
    if (random.percent(8)) {
      return [fresh, { attemptId: randomUUID(), member: pickMember(), code: fresh.code }];
    }
    return random.percent(8) ? [fresh, { ...fresh }] : [fresh];
  }

  /** A retry of a won attempt, its owner once more, or somebody else. */
  function scanWon(): Attempt[] | undefined {
    const won = told.someWinner(random.whole);
    const code = won && world.numberOf(won.codeId);
    if (!won || code === undefined) return undefined;
    const owner = world.memberIds.indexOf(won.memberId);
    if (random.percent(30)) return [{ attemptId: won.attemptId, member: owner, code }];
    const member = random.percent(30) ? owner : pickMember();
    return [{ attemptId: randomUUID(), member, code }];
  }

  /** One to three phones on one code that may be anybody's by now. */
  function scanKnown(): Attempt[] {
    const code = random.whole(Math.max(1, nextCode));
    return Array.from({ length: 1 + random.whole(3) }, () => ({
      attemptId: randomUUID(),
      member: pickMember(),
      code,
    }));
  }

  return () => {
    if (nextCode < world.codes && random.percent(45)) return scanFresh();
    return (random.percent(60) ? scanWon() : undefined) ?? scanKnown();
  };
}
