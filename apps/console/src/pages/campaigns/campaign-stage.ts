import type { Campaign, CampaignState } from '@mashang/contract';

/** How a campaign stands for people: its state together with its window. */
export type CampaignStage = 'draft' | 'scheduled' | 'running' | 'paused' | 'over' | 'ended';

/** Before its window a started campaign waits, after it even a paused one is over. */
export function stageOf(
  campaign: Pick<Campaign, 'state' | 'startsAt' | 'endsAt'>,
  now: Date,
): CampaignStage {
  if (campaign.state === 'draft' || campaign.state === 'ended') return campaign.state;
  if (new Date(campaign.endsAt) <= now) return 'over';
  if (campaign.state === 'paused') return 'paused';
  return new Date(campaign.startsAt) > now ? 'scheduled' : 'running';
}

export type StateAction = 'start' | 'resume' | 'pause' | 'end';

const actionsByState: Record<CampaignState, readonly StateAction[]> = {
  draft: ['start'],
  running: ['pause', 'end'],
  paused: ['resume', 'end'],
  ended: [],
};

/** What can be done with a campaign in this state. */
export function stateActions(state: CampaignState): readonly StateAction[] {
  return actionsByState[state];
}

/** The state an action leads to. */
export function stateAfter(action: StateAction): 'running' | 'paused' | 'ended' {
  if (action === 'pause') return 'paused';
  return action === 'end' ? 'ended' : 'running';
}
