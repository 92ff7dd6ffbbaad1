import type { Db } from '../../platform/database.ts';
import { codeIdOf, readScannedTexts, resolveCodes, type CodeBook } from '../codes/index.ts';
import type { NamedCode } from './open-appeal.ts';

export type ResolveText = (db: Db, text: string) => Promise<NamedCode | null>;

/** Nothing is asked of the code that depends on the time. */
const anyTime = new Date(0);

/** Which code a text is, whatever its state; null when it is none of ours. */
export function createTextReader(codeBook: CodeBook): ResolveText {
  return async (db, text) => {
    const [code] = await resolveCodes(db, readScannedTexts(codeBook, [{ text }]), anyTime);
    if (!code) return null;
    return { codeId: codeIdOf(code.batchId, code.serial), productId: code.productId };
  };
}
