import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import type { Refusal } from '../../platform/errors.ts';
import { hashCode } from './code-hash.ts';
import { smsCodeExpired, smsCodeWrong } from './errors.ts';

export interface CodeInput {
  /** Keyed hash of the number. */
  mobileHash: Buffer;
  code: string;
  /**
   * Leaves a right code, and its tries, as they were; the row stays locked until the end of the
   * transaction. For a proof that takes two codes, or slow work between proof and use.
   */
  keepIfRight?: boolean;
}

export type CodeCheck = { right: true } | { right: false; refusal: Refusal };

/**
 * Spends one try on the living code of a number. The right code is used up in this transaction: roll
 * it back and the code lives on; commit and it is gone, so one code binds once.
 *
 * A wrong code is a value, not an exception: the caller must commit, or the try would not be counted.
 */
export async function checkCode(
  tx: Tx,
  tools: { clock: Clock; hashKey: Buffer },
  input: CodeInput,
): Promise<CodeCheck> {
  const { mobileHash } = input;
  // The row stays locked until the end of the transaction: fifty at once are checked one by one.
  const living = await tx
    .updateTable('smsCode')
    .set((row) => ({ triesLeft: row('triesLeft', '-', 1) }))
    .where('mobileHash', '=', mobileHash)
    .where('triesLeft', '>', 0)
    .where('expiresAt', '>', tools.clock.now())
    .returning(['codeHash', 'triesLeft'])
    .executeTakeFirst();
  if (living === undefined) return { right: false, refusal: smsCodeExpired() };
  const hash = hashCode(tools.hashKey, mobileHash, plainDigits(input.code));
  if (!timingSafeEqual(hash, living.codeHash)) {
    return { right: false, refusal: smsCodeWrong(living.triesLeft) };
  }
  if (input.keepIfRight) {
    await tx
      .updateTable('smsCode')
      .set((row) => ({ triesLeft: row('triesLeft', '+', 1) }))
      .where('mobileHash', '=', mobileHash)
      .execute();
  } else {
    await tx.deleteFrom('smsCode').where('mobileHash', '=', mobileHash).execute();
  }
  return { right: true };
}

/** Chinese keyboards type １２３４５６ as readily as 123456, and people copy blanks along. */
function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}-]/gu, '');
}
