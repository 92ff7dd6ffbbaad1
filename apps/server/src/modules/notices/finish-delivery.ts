import type { Tx } from '../../platform/database.ts';
import type { DeliveryReason } from '../../texts-notice-channels.ts';
import type { SendOutcome } from './notice-channels.ts';
import { rememberRefusal } from './refusals.ts';
import { addCredit, dropCredits } from './subscription-credits.ts';
import type { DeliveryTarget } from './take-delivery.ts';

/** What a sender answered, or threw: then the message was surely not taken. */
export type DeliveryEnd = SendOutcome | { outcome: 'passing'; errcode: number | null };

/** Writes down what came of a message that was taken to be sent. */
export async function finishDelivery(
  tx: Tx,
  target: DeliveryTarget & { deliveryId: number },
  end: DeliveryEnd,
  now: Date,
): Promise<void> {
  const finished = await tx
    .updateTable('noticeDelivery')
    .set(columnsOf(end))
    .where('noticeDeliveryId', '=', target.deliveryId)
    // Somebody who waited too long for this run may have given it up: now it is known.
    .where((row) => row.or([row('state', '=', 'sending'), row('reason', '=', 'unanswered')]))
    .returning('noticeDeliveryId')
    .executeTakeFirst();
  if (!finished || target.templateId === null) return;
  const { appId, openId, templateId } = target;
  const template = { appId, openId, templateId };
  const isRefusal = end.outcome === 'undeliverable' && end.reason === 'refused';
  // Credits first, refusals after: in the order an event of the user locks them.
  if (target.channel === 'subscription') {
    if (isRefusal) await dropCredits(tx, template);
    else if (end.outcome !== 'sent' && end.outcome !== 'unanswered') await addCredit(tx, template);
  }
  if (isRefusal) await rememberRefusal(tx, { ...template, reason: 'refused', refusedAt: now });
}

function columnsOf(end: DeliveryEnd): {
  state: 'sent' | 'refused' | 'failed';
  reason: DeliveryReason | null;
  errcode: number | null;
  msgid: string | null;
} {
  const open = { errcode: null, msgid: null };
  switch (end.outcome) {
    case 'sent':
      return { state: 'sent', reason: null, errcode: null, msgid: end.msgId };
    case 'unanswered':
      return { ...open, state: 'failed', reason: 'unanswered' };
    case 'passing':
      return { ...open, state: 'failed', reason: 'passing', errcode: end.errcode };
    case 'unavailable':
      return { ...open, state: 'failed', reason: end.reason, errcode: end.errcode };
    case 'undeliverable': {
      const state = end.reason === 'refused' ? 'refused' : 'failed';
      return { ...open, state, reason: end.reason, errcode: end.errcode };
    }
  }
}
