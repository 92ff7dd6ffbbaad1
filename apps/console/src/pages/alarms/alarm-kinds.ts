import type { Alarm, AlarmKind } from '@mashang/contract';

/** How bad each kind is, by its colour; the worst first. */
export const alarmTypes = {
  suspiciousCode: 'danger',
  memberLocked: 'danger',
  subjectLocked: 'danger',
  impossibleTravel: 'warning',
  velocity: 'warning',
  dailyLimitReached: 'warning',
  budgetSpent: 'info',
} as const satisfies Record<AlarmKind, string>;

export const alarmKinds = Object.keys(alarmTypes) as AlarmKind[];

export interface AlarmLink {
  to: string;
  /** Key of `texts.alarms`. */
  words: 'toMember' | 'toCode' | 'toCampaign';
}

/** Where one looks on from an alarm. */
export function linksOf({ memberId, codeRef, campaignId }: Alarm): AlarmLink[] {
  return [
    ...(codeRef === null ? [] : [{ to: `/codes/${codeRef}`, words: 'toCode' as const }]),
    ...(memberId === null ? [] : [{ to: `/members/${memberId}`, words: 'toMember' as const }]),
    ...(campaignId === null
      ? []
      : [{ to: `/campaigns/${campaignId}`, words: 'toCampaign' as const }]),
  ];
}
