import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { hasRefused, rememberRefusal } from './refusals.ts';
import { dropCredits, ofUserTemplate, addCredit } from './subscription-credits.ts';
import type { UserTemplate } from './subscription-credits.ts';

/** What a user tapped about templates, as WeChat tells it. */
export interface SubscriptionChange {
  appId: string;
  openId: string;
  changes: { templateId: string; change: 'accepted' | 'rejected' }[];
  /** When they tapped, by WeChat's clock: events may come in the wrong order. */
  at: Date;
}

/**
 * Each consent allows one more message, and ends a refusal; a refusal takes all consents back. To be
 * called once for each event: a consent told twice would count twice.
 */
export async function changeSubscription(tx: Tx, change: SubscriptionChange): Promise<void> {
  const { appId, openId, at } = change;
  // In one order, so that two events about the same templates wait for each other, not both ways.
  const changes = change.changes.toSorted((left, right) =>
    left.templateId < right.templateId ? -1 : Number(left.templateId > right.templateId),
  );
  for (const { templateId, change: answer } of changes) {
    const template = { appId, openId, templateId };
    const { changedAt } = await lockSubscription(tx, template, at);
    if (answer === 'accepted') await accept(tx, template, at);
    else if (changedAt <= at) await reject(tx, template, at);
  }
}

async function lockSubscription(tx: Tx, template: UserTemplate, at: Date) {
  return await tx
    .insertInto('noticeSubscription')
    .values({ ...template, credits: 0, changedAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['appId', 'openId', 'templateId'])
        .doUpdateSet({ credits: sql<number>`notice_subscription.credits` }),
    )
    .returning('changedAt')
    .executeTakeFirstOrThrow();
}

async function accept(tx: Tx, template: UserTemplate, at: Date): Promise<void> {
  // A later tap of the user stands; what the platform said at sending ends with this consent.
  await tx
    .deleteFrom('noticeRefusal')
    .where(ofUserTemplate(template))
    .where((row) => row.or([row('reason', '<>', 'rejected'), row('refusedAt', '<=', at)]))
    .execute();
  if (await hasRefused(tx, template)) return;
  await addCredit(tx, template);
  await stamp(tx, template, at);
}

async function reject(tx: Tx, template: UserTemplate, at: Date): Promise<void> {
  await dropCredits(tx, template);
  await rememberRefusal(tx, { ...template, reason: 'rejected', refusedAt: at });
  await stamp(tx, template, at);
}

async function stamp(tx: Tx, template: UserTemplate, at: Date): Promise<void> {
  await tx
    .updateTable('noticeSubscription')
    .set({ changedAt: sql<Date>`greatest(changed_at, ${at})` })
    .where(ofUserTemplate(template))
    .execute();
}
