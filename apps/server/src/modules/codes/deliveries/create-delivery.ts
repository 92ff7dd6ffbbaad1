import type { BodyOf } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Tx } from '../../../platform/database.ts';
import { Refusal } from '../../../platform/errors.ts';
import { numberArray } from '../../../platform/number-array.ts';
import { readMoment } from '../../../platform/read-moment.ts';
import { seal } from '../../../platform/seal.ts';
import type { CodeBook } from '../code-book.ts';
import { batchNotPrintable } from '../errors.ts';
import { lockBatch, readSpan } from '../lock-batch.ts';
import type { Span } from '../lock-batch.ts';
import { choosePlaces, marksFitting } from './choose-places.ts';
import { hashToken, makePassword, makeToken } from './delivery-secrets.ts';

export type NewDelivery = BodyOf<'POST /api/hq/batches/:batchId/deliveries'> & {
  batchId: number;
  staffId: number;
  now: Date;
};

/** What is told once: only a hash and a sealed password stay here. */
export interface DeliverySecrets {
  token: string | null;
  password: string | null;
}

/**
 * Makes a copy of the print file for somebody, with serials of its own in places nobody can foresee.
 * Nothing is fetched yet, so the codes are not delivered yet. Throws batch_not_found, bad_request,
 * batch_not_printable. Whether the file can be made shows when it is opened: do so before the commit.
 */
export async function createDelivery(
  tx: Tx,
  { codeBook, passwordKey }: { codeBook: CodeBook; passwordKey: Buffer },
  asked: NewDelivery,
): Promise<{ deliveryId: number } & DeliverySecrets> {
  const { batchId, isProtected, hasLink, now } = asked;
  const recipient = requireRecipient(asked.recipient);
  if (hasLink && !isProtected) throw refuse('带领取链接的文件必须加密');
  const expiresAt = requireAhead(asked.expiresAt, now);
  // Changes of ranges lock the batch too: what is printable now is so at the commit.
  await lockBatch(tx, batchId);
  const span = await readSpan(tx, batchId, asked.firstSerial, asked.lastSerial);
  await requirePrintable(tx, span);

  const token = hasLink ? makeToken() : null;
  const password = isProtected ? makePassword() : null;
  const { deliveryId } = await tx
    .insertInto('codeDelivery')
    .values({
      ...span,
      purpose: asked.purpose,
      recipient,
      note: cleanLine(asked.note ?? ''),
      format: JSON.stringify(asked.format),
      passwordSealed: password === null ? null : seal(passwordKey, password),
      tokenHash: token === null ? null : hashToken(token),
      expiresAt,
      downloadsMax: asked.downloadsMax,
      createdBy: asked.staffId,
      createdAt: now,
    })
    .returning('deliveryId')
    .executeTakeFirstOrThrow();
  const serials = span.lastSerial - span.firstSerial + 1;
  const { markCount = marksFitting(serials) } = asked;
  if (markCount > serials)
    throw refuse(`这份文件只有 ${serials} 个码，放不下 ${markCount} 个追踪码`);
  if (markCount > 0) await placeMarks(tx, codeBook, { deliveryId, span, markCount });
  return { deliveryId, token, password };
}

/** A moment that lies ahead. Throws bad_request. */
export function requireAhead(text: string, now: Date): Date {
  const moment = readMoment(text);
  if (moment <= now) throw refuse('有效期应在现在之后');
  return moment;
}

function requireRecipient(text: string): string {
  const recipient = cleanLine(text);
  if (recipient === '') throw refuse('请填写接收人');
  return recipient;
}

/** Own codes, none of them void. */
async function requirePrintable(tx: Tx, { batchId, firstSerial, lastSerial }: Span): Promise<void> {
  const { rows } = await sql<{ source: string; hasVoid: boolean }>`
    select source, exists (
      select from code_range r where r.batch_id = b.batch_id and r.first_serial <= ${lastSerial}
        and r.last_serial >= ${firstSerial} and r.state in ('void', 'importing')
    ) as has_void
    from code_batch b where batch_id = ${batchId}`.execute(tx);
  if (rows[0]?.source !== 'own') {
    throw batchNotPrintable('导入的码由原厂印制，本系统不保存原码，不能生成印刷文件');
  }
  if (rows[0].hasVoid) {
    throw batchNotPrintable('这段码中有已作废的，不能印制；请只交付没有作废的一段');
  }
}

interface Marked {
  deliveryId: number;
  span: Span;
  markCount: number;
}

/** Marks are the serials behind the last of the batch, each given out once. */
async function placeMarks(
  tx: Tx,
  codeBook: CodeBook,
  { deliveryId, span, markCount }: Marked,
): Promise<void> {
  const { batchId } = span;
  const batch = await tx
    .updateTable('codeBatch')
    .set({ marksIssued: sql`marks_issued + ${markCount}` })
    .where('batchId', '=', batchId)
    .returning([
      'keyVersion',
      sql<12>`code_length`.as('codeLength'),
      sql<number>`quantity + marks_issued - ${markCount}`.as('firstMark'),
    ])
    .executeTakeFirstOrThrow();
  const { serialMax } = codeBook.cipher(batch.keyVersion, batch.codeLength).limits;
  if (batch.firstMark + markCount - 1 > serialMax) {
    throw batchNotPrintable('该批次的追踪码已用完，不能再生成带追踪码的文件');
  }
  await sql`
    insert into code_mark (batch_id, serial, delivery_id, stands_for)
    select ${batchId}, ${batch.firstMark}::bigint + position - 1, ${deliveryId}, place
    from unnest(${numberArray(choosePlaces(span, markCount))}::bigint[]) with ordinality
      as given (place, position)`.execute(tx);
}

function refuse(message: string) {
  return new Refusal('bad_request', 400, message);
}
