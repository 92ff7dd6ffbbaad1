import { beijingMinute } from '../../../platform/clock.ts';
import type { Check } from './check-tools.ts';
import { failed, passed, warning } from './check-tools.ts';
import { readAccountFacts } from './read-account-facts.ts';

/** When WeChat last called, and whether a call was refused; tests of ours do not count. */
export const checkPushes: Check = async ({ account, tools, said }) => {
  const facts = await readAccountFacts(tools.db, account.appId);
  const { lastPushAt, lastRefusalAt } = facts;
  const reason = facts.lastRefusalReason ?? '';
  if (lastPushAt === null) {
    return lastRefusalAt === null
      ? failed(said.pushes.never)
      : failed(said.pushes.neverTaken(beijingMinute(lastRefusalAt), reason));
  }
  const takenAt = beijingMinute(lastPushAt);
  return lastRefusalAt !== null && lastRefusalAt > lastPushAt
    ? warning(said.pushes.refusedSince(beijingMinute(lastRefusalAt), reason, takenAt))
    : passed(said.pushes.fine(takenAt));
};
