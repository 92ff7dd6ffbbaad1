import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

export interface UserTemplate {
  appId: string;
  openId: string;
  templateId: string;
}

/** Takes one consent of the user for one message; false when there is none left. */
export async function takeCredit(tx: Tx, template: UserTemplate): Promise<boolean> {
  const taken = await tx
    .updateTable('noticeSubscription')
    .set({ credits: sql<number>`credits - 1` })
    .where(ofUserTemplate(template))
    .where('credits', '>', 0)
    .returning('credits')
    .executeTakeFirst();
  return taken !== undefined;
}

/** One more message may be sent: a consent, or one that was surely not sent. */
export async function addCredit(tx: Tx, template: UserTemplate): Promise<void> {
  await tx
    .updateTable('noticeSubscription')
    .set({ credits: sql<number>`credits + 1` })
    .where(ofUserTemplate(template))
    .execute();
}

/** The platform, or the user, says that there is no consent. */
export async function dropCredits(tx: Tx, template: UserTemplate): Promise<void> {
  await tx
    .updateTable('noticeSubscription')
    .set({ credits: 0 })
    .where(ofUserTemplate(template))
    .execute();
}

/** The row of one user and template, in any table of them. */
export function ofUserTemplate({ appId, openId, templateId }: UserTemplate) {
  return sql<boolean>`app_id = ${appId} and open_id = ${openId} and template_id = ${templateId}`;
}
