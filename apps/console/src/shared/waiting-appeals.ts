import type { ReplyOf } from '@mashang/contract';
import { computed, shallowRef } from 'vue';
import { call } from './api.ts';
import { useKeptFresh } from './keep-fresh.ts';
import { staff } from './session.ts';

type AppealCounts = ReplyOf<'GET /api/hq/appeals/counts'>;

/** Appeals nobody has answered yet; null while not known. */
export const appealCounts = shallowRef<AppealCounts | null>(null);

/** What of them waits for whoever is signed in: only administrators approve. */
export const dueAppeals = computed(() => {
  const { open = 0, waitingApproval = 0 } = appealCounts.value ?? {};
  return staff.value?.role === 'administrator' ? open + waitingApproval : open;
});

let question = 0;

/** Asks how many wait. When it cannot be known the numbers of before stay. */
export async function refreshAppealCounts(): Promise<void> {
  const mine = ++question;
  const counts = await call('GET /api/hq/appeals/counts', {}).catch(() => null);
  if (counts && mine === question) appealCounts.value = counts;
}

/** Keeps them fresh while a component lives. */
export function useAppealCounts(): void {
  useKeptFresh(refreshAppealCounts, () => false);
}
