import type { Campaign } from '@mashang/contract';
import { askConfirm } from '../../shared/ask-confirm.ts';
import type { Question } from '../../shared/ask-confirm.ts';
import { notifyWarning } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { stateAfter } from './campaign-stage.ts';
import type { StateAction } from './campaign-stage.ts';
import { tellCampaign } from './names.ts';

/**
 * Asks before a campaign changes its state. One whose time has passed cannot be started: that is told
 * instead of asked.
 */
export async function mayChangeState(action: StateAction, campaign: Campaign): Promise<boolean> {
  const isStart = stateAfter(action) === 'running';
  if (isStart && new Date(campaign.endsAt) <= new Date()) {
    notifyWarning(texts.value.campaigns.isOver(campaign.name));
    return false;
  }
  return askConfirm(questionBefore(action, campaign));
}

/** What is asked before a campaign changes its state; before it pays, its sentence is read out. */
function questionBefore(action: StateAction, campaign: Campaign): Question {
  const { campaigns } = texts.value;
  const confirmLabel = campaigns[action];
  const { name } = campaign;
  switch (action) {
    case 'start':
    case 'resume': {
      const title = action === 'start' ? campaigns.startTitle(name) : campaigns.resumeTitle(name);
      return { title, text: `${tellCampaign(campaign)} ${campaigns.startText}`, confirmLabel };
    }
    case 'pause':
      return { title: campaigns.pauseTitle(name), text: campaigns.pauseText, confirmLabel };
    case 'end': {
      const title = campaigns.endTitle(name);
      return { title, text: campaigns.endText, confirmLabel, isDangerous: true };
    }
  }
}
