import type { CampaignState } from '@mashang/contract';
import { Refusal } from '../../platform/errors.ts';

export const campaignNotFound = () => new Refusal('campaign_not_found', 404, '没有这个活动');

export const campaignStateConflict = (message: string, state: CampaignState) =>
  new Refusal('campaign_state_conflict', 409, message, { details: { state } });

/** What the administrator can put right in the form. */
export const campaignInvalid = (message: string) => new Refusal('bad_request', 400, message);

export const budgetBelowSpent = (spentPoints: number) =>
  new Refusal('bad_request', 400, `预算不能少于已经送出的 ${spentPoints} 分`, {
    details: { spentPoints },
  });

export const dryRunIncomplete = (message: string) => new Refusal('bad_request', 400, message);

export const memberNotFound = () => new Refusal('member_not_found', 404, '没有这个会员');

export const productNotFound = () => new Refusal('product_not_found', 404, '没有这个产品');

export const batchNotFound = () => new Refusal('batch_not_found', 404, '没有这个批次或序号');
