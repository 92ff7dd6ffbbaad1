import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { redrawPhoto } from '../pictures/index.ts';
import { lockMember } from './lock-member.ts';

const sidePixelsMax = 1600;

/** Three belong to an appeal; who changes their mind more often loses the oldest one. */
export const unsentMax = 12;

const unsentHours = 24;

/**
 * Redraws and keeps a photo for an appeal that is still being written: without place and camera, for
 * its member alone. Returns its id.
 *
 * @throws Refusal picture_unreadable
 */
export async function keepPhoto(
  db: Db,
  { memberId, bytes, now }: { memberId: number; bytes: Buffer; now: Date },
): Promise<string> {
  // Drawing takes a second or more: outside of any transaction.
  const drawn = await redrawPhoto(bytes, sidePixelsMax);
  const pictureId = randomUUID();
  await db.transaction().execute(async (tx) => {
    await lockMember(tx, memberId, now);
    await tx
      .insertInto('appealPicture')
      .values({ pictureId, memberId, bytes: drawn, createdAt: now })
      .execute();
    await dropOldest(tx, memberId);
  });
  return pictureId;
}

async function dropOldest(tx: Tx, memberId: number): Promise<void> {
  await sql`
    delete from appeal_picture where picture_id in (
      select picture_id from appeal_picture
      where member_id = ${memberId} and appeal_id is null
      order by created_at desc, picture_id offset ${unsentMax}
    )`.execute(tx);
}

/** Photos of appeals that were never sent, a day later. */
export async function purgeAppealPictures(tx: Tx, now: Date): Promise<void> {
  await tx
    .deleteFrom('appealPicture')
    .where('appealId', 'is', null)
    .where('createdAt', '<', new Date(now.getTime() - unsentHours * 60 * 60 * 1000))
    .execute();
}
