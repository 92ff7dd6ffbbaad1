import type { Db, Tx } from '../../platform/database.ts';
import { ofUserTemplate, type UserTemplate } from './subscription-credits.ts';

/** refused: said by the platform at sending; userBlock: reported later; rejected: by the user's tap. */
export type RefusalReason = 'refused' | 'userBlock' | 'rejected';

/** Whether the user does not want this template: it is not tried again until they ask for it. */
export async function hasRefused(db: Db, template: UserTemplate): Promise<boolean> {
  const row = await db
    .selectFrom('noticeRefusal')
    .select('refusedAt')
    .where(ofUserTemplate(template))
    .executeTakeFirst();
  return row !== undefined;
}

/** The latest refusal stands. */
export async function rememberRefusal(
  tx: Tx,
  { reason, refusedAt, ...template }: UserTemplate & { reason: RefusalReason; refusedAt: Date },
): Promise<void> {
  await tx
    .insertInto('noticeRefusal')
    .values({ ...template, reason, refusedAt })
    .onConflict((conflict) =>
      conflict.columns(['appId', 'openId', 'templateId']).doUpdateSet({ reason, refusedAt }),
    )
    .execute();
}
