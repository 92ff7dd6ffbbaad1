import { createHash, randomUUID } from 'node:crypto';
import type { Picture } from '@mashang/contract';
import type { Db, Tx } from '../../platform/database.ts';
import { redrawPicture, type RedrawnPicture } from './redraw-picture.ts';

/**
 * Redraws and keeps a picture. The same file again, however many at once, is the same picture.
 *
 * @throws Refusal picture_unreadable
 */
export async function storePicture(db: Db, bytes: Buffer, now: Date): Promise<Picture> {
  const sourceHash = createHash('sha256').update(bytes).digest();
  const known = await findBySource(db, sourceHash);
  if (known) return known;
  // Drawing takes a second or more: outside of any transaction.
  const redrawn = await redrawPicture(bytes);
  return db.transaction().execute((tx) => insertPicture(tx, { ...redrawn, sourceHash, now }));
}

async function insertPicture(
  tx: Tx,
  { sourceHash, width, height, variants, now }: RedrawnPicture & { sourceHash: Buffer; now: Date },
): Promise<Picture> {
  const picture = { pictureId: randomUUID(), width, height };
  const inserted = await tx
    .insertInto('picture')
    .values({ ...picture, sourceHash, createdAt: now })
    .onConflict((conflict) => conflict.column('sourceHash').doNothing())
    .returning('pictureId')
    .executeTakeFirst();
  if (!inserted) {
    const first = await findBySource(tx, sourceHash);
    if (!first) throw new Error('a picture in the way is nowhere to be found');
    return first;
  }
  await tx
    .insertInto('pictureVariant')
    .values(variants.map((variant) => ({ ...variant, pictureId: picture.pictureId })))
    .execute();
  return picture;
}

async function findBySource(db: Db, sourceHash: Buffer): Promise<Picture | undefined> {
  return db
    .selectFrom('picture')
    .select(['pictureId', 'width', 'height'])
    .where('sourceHash', '=', sourceHash)
    .executeTakeFirst();
}
