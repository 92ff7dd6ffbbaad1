import type { Campaign } from '@mashang/contract';
import type { Question } from '../../shared/ask-confirm.ts';
import { texts } from '../../shared/texts.ts';
import type { StateAction } from './campaign-stage.ts';
import { tellCampaign } from './names.ts';

/** What is asked before a campaign changes its state; before it pays, its sentence is read out. */
export function questionBefore(action: StateAction, campaign: Campaign): Question {
  const { campaigns } = texts.value;
  const confirmLabel = campaigns[action];
  const { name } = campaign;
  switch (action) {
    case 'start':
    case 'resume': {
      const isOver = new Date(campaign.endsAt) <= new Date();
      const effect = isOver ? campaigns.startOverText : campaigns.startText;
      const title = action === 'start' ? campaigns.startTitle(name) : campaigns.resumeTitle(name);
      return { title, text: `${tellCampaign(campaign)} ${effect}`, confirmLabel };
    }
    case 'pause':
      return { title: campaigns.pauseTitle(name), text: campaigns.pauseText, confirmLabel };
    case 'end': {
      const title = campaigns.endTitle(name);
      return { title, text: campaigns.endText, confirmLabel, isDangerous: true };
    }
  }
}
