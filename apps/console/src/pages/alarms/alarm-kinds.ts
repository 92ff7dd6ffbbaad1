import type { Alarm, AlarmKind } from '@mashang/contract';

/** How bad each kind is, by its colour; the worst first. */
export const alarmTypes = {
  wechatTrouble: 'danger',
  markedCopy: 'danger',
  scannedBeforeActivation: 'danger',
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
  words: 'toMember' | 'toCode' | 'toCampaign' | 'toDelivery' | 'toBatch' | 'toWechat';
  /** Which one, where its number says something to people. */
  number?: string;
}

/** A batch may have left in very many copies; its page lists them all. */
const deliveriesMax = 10;

/** Where one looks on from an alarm. */
export function linksOf(alarm: Alarm): AlarmLink[] {
  const { kind, memberId, codeRef, campaignId, batchId, deliveryIds } = alarm;
  const links: AlarmLink[] = deliveryIds.slice(0, deliveriesMax).map((deliveryId) => {
    return { to: `/deliveries/${deliveryId}`, words: 'toDelivery', number: `#${deliveryId}` };
  });
  if (batchId !== null) {
    links.push({ to: `/batches/${batchId}`, words: 'toBatch', number: `#${batchId}` });
  }
  if (codeRef !== null) {
    links.push({ to: `/codes/${codeRef}`, words: 'toCode', number: codeRef });
  }
  if (memberId !== null) links.push({ to: `/members/${memberId}`, words: 'toMember' });
  if (campaignId !== null) links.push({ to: `/campaigns/${campaignId}`, words: 'toCampaign' });
  if (kind === 'wechatTrouble') links.push({ to: '/wechat/checks', words: 'toWechat' });
  return links;
}
