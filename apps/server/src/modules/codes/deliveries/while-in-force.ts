import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { deliveryEnded } from '../errors.ts';
import type { PrintFile } from '../print/print-types.ts';

interface Copy {
  deliveryId: number;
  passwordSealed: Buffer | null;
}

/**
 * The file, but breaking off once the copy is revoked or gets new secrets: a download may take hours,
 * and revoking must not wait for it.
 *
 * @param everyMs how often it is asked while bytes are read
 */
export function whileInForce(db: Db, copy: Copy, file: PrintFile, everyMs: number): PrintFile {
  async function* guarded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let askedAt = performance.now();
    for await (const chunk of bytes) {
      if (performance.now() - askedAt >= everyMs) {
        askedAt = performance.now();
        if (!(await isInForce(db, copy))) throw deliveryEnded('这份文件已被撤销或更换');
      }
      yield chunk;
    }
  }
  return { ...file, read: (first, last) => guarded(file.read(first, last)) };
}

/** A database that is away for a moment breaks nothing off. */
async function isInForce(db: Db, { deliveryId, passwordSealed }: Copy): Promise<boolean> {
  try {
    const { rows } = await sql`
      select from code_delivery where delivery_id = ${deliveryId} and revoked_at is null
        and password_sealed is not distinct from ${passwordSealed}`.execute(db);
    return rows.length > 0;
  } catch {
    return true;
  }
}
