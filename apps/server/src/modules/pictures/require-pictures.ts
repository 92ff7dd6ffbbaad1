import type { Db } from '../../platform/database.ts';
import { pictureNotFound } from './errors.ts';

/** Throws picture_not_found unless all of them exist. */
export async function requirePictures(db: Db, pictureIds: readonly string[]): Promise<void> {
  const ids = [...new Set(pictureIds)];
  if (ids.length === 0) return;
  const rows = await db
    .selectFrom('picture')
    .select('pictureId')
    .where('pictureId', 'in', ids)
    .execute();
  if (rows.length < ids.length) throw pictureNotFound();
}
