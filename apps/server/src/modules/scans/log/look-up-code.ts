import type { Db } from '../../../platform/database.ts';
import { codeIdOf, readScannedTexts, resolveCodes } from '../../codes/index.ts';
import type { CodeBook } from '../../codes/index.ts';

/** The number of the code in a text of any form; null when it is none of ours. */
export async function lookUpCode(
  db: Db,
  codeBook: CodeBook,
  text: string,
  now: Date,
): Promise<bigint | null> {
  const [code] = await resolveCodes(db, readScannedTexts(codeBook, [{ text }]), now);
  return code ? codeIdOf(code.batchId, code.serial) : null;
}
