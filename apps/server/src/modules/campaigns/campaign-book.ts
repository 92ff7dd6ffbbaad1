import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';
import type { CampaignRule } from './campaign-types.ts';
import { createDraw, type Draw } from './draw-points.ts';
import { readRunningRules } from './campaign-rows.ts';

/** The running campaigns at a moment, in the order they apply. */
export interface RunningCampaigns {
  rules: readonly CampaignRule[];
  /** Points of a random campaign for a code: the same whoever asks, and however often. */
  draw: Draw;
}

export interface CampaignBook {
  /** As the database had them at most a second ago. */
  read(): Promise<RunningCampaigns>;
  /** The next reader asks the database: this process has just changed a campaign. */
  forget(): void;
}

const ageMaxMs = 1_000;

/**
 * The campaigns as a snapshot: thousands of claims a second share one read of the table. Readers that
 * come while it is being read wait for that one; a failed read is not kept.
 *
 * @param masterKey random points are drawn with a key of their own: nobody can compute them beforehand
 */
export function createCampaignBook({
  db,
  clock,
  masterKey,
}: {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
}): CampaignBook {
  const draw = createDraw(deriveKey(masterKey, 'campaign-draw'));
  let snapshot: { takenAtMs: number; running: Promise<RunningCampaigns> } | undefined;

  function take(): Promise<RunningCampaigns> {
    const running = readRunningRules(db).then((rules) => ({ rules, draw }));
    const taken = { takenAtMs: clock.now().getTime(), running };
    snapshot = taken;
    running.catch(() => {
      if (snapshot === taken) snapshot = undefined;
    });
    return running;
  }

  return {
    read() {
      // The age is taken without its sign: a clock set back must not keep old campaigns for hours.
      const isYoung = snapshot && Math.abs(clock.now().getTime() - snapshot.takenAtMs) <= ageMaxMs;
      return isYoung && snapshot ? snapshot.running : take();
    },
    forget() {
      snapshot = undefined;
    },
  };
}
