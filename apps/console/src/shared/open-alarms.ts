import type { PointsEntry, ReplyOf } from '@mashang/contract';
import { shallowRef } from 'vue';
import { call } from './api.ts';
import { useKeptFresh } from './keep-fresh.ts';

type AlarmCounts = ReplyOf<'GET /api/hq/alarms/counts'>;

/** Alarms nobody has settled yet; null while not known. */
export const alarmCounts = shallowRef<AlarmCounts | null>(null);

/** Wrong codes raise alarms and move no points: nothing else tells of them. */
const refreshMs = 10_000;

let question = 0;

/** Asks how many are open. When it cannot be known the numbers of before stay. */
export async function refreshAlarmCounts(): Promise<void> {
  const mine = ++question;
  const counts = await call('GET /api/hq/alarms/counts', {}).catch(() => null);
  if (counts && mine === question) alarmCounts.value = counts;
}

/** Keeps them fresh while a component lives: what is earned may be what raises an alarm. */
export function useAlarmCounts(): void {
  const isDue = (entries: PointsEntry[]) => entries.some(({ kind }) => kind === 'award');
  useKeptFresh(refreshAlarmCounts, isDue, refreshMs);
}
