/**
 * campaigns — more points for some scans, for a time. Owns campaign, campaign_spending, campaign_use.
 * Terms: a *rule* is a campaign as claims see it; a *win* is a code just claimed; the *reward* is what
 * the rules make of its base points; a *verdict* says why a rule did or did not apply.
 * Invariant: spent_points = what campaigns added to the points of claims, never above budget_points.
 */
export { createCampaignBook } from './campaign-book.ts';
export type { CampaignBook, RunningCampaigns } from './campaign-book.ts';
export type { Reward, RewardExplanation, Win } from './campaign-types.ts';
export { changeCampaignState } from './change-campaign-state.ts';
export { createCampaign } from './create-campaign.ts';
export { rewardClaims } from './reward-claims.ts';
export type { Rewards, RewardTools } from './reward-claims.ts';
export { registerCampaignRoutes } from './routes.ts';
export type { CampaignRouteDependencies } from './routes.ts';
