import type { BodyOf, CampaignState, MemberKind, Occasion } from '@mashang/contract';

type Fields = BodyOf<'POST /api/hq/campaigns'>;
export type CampaignEffect = Fields['effect'];

/** What has to be so of a scan; empty lists ask nothing. */
export type CampaignConditions = Pick<
  Fields,
  'productIds' | 'batchRanges' | 'memberKinds' | 'regionCodes'
>;

/** A campaign as claims see it. */
export interface CampaignRule extends CampaignConditions {
  campaignId: number;
  name: string;
  /** Only a `running` one applies. */
  state: CampaignState;
  startsAt: Date;
  endsAt: Date;
  occasion: Occasion;
  effect: CampaignEffect;
  position: number;
  isLast: boolean;
  memberDailyTimesMax: number | null;
  memberTotalTimesMax: number | null;
  budgetPoints: number | null;
  /** Spent when it was read. It only grows: what does not fit now never will. */
  spentPoints: number;
}

/** A code just won, and all that campaigns may ask of it. */
export interface Win {
  memberId: number;
  memberKind: MemberKind;
  /** City, or province, where the member lives; null when not known. */
  regionCode: string | null;
  codeId: bigint;
  batchId: number;
  serial: number;
  productId: number;
  basePoints: number;
  baseFrom: 'product' | 'range';
  isFirstEver: boolean;
  isFirstOfDay: boolean;
}

/** Stored with the entry (the module points says it in words). */
export interface RewardExplanation {
  base: number;
  from?: 'range';
  steps?: RewardStep[];
}

export interface RewardStep {
  campaignId: number;
  name: string;
  effect: CampaignEffect['kind'];
  /** Hundredths for `multiply`, else points; of `random` those that were drawn. */
  value: number;
  /** Points after this step. */
  points: number;
}

export interface Reward {
  /** 1 to 100,000,000. */
  points: number;
  explanation: RewardExplanation;
}
