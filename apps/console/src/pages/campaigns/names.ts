import type { Campaign } from '@mashang/contract';
import { regionName } from '../../shared/regions.ts';
import { language, texts } from '../../shared/texts.ts';
import { sayingOf, sentenceOf } from './sentence.ts';
import type { Names } from './sentence.ts';

/** Names for a sentence: the products it came with, the regions once their list is there. */
export function namesOf(campaign: Pick<Campaign, 'productIds' | 'productNames'>): Names {
  const byId = new Map(campaign.productIds.map((id, at) => [id, campaign.productNames[at]]));
  return {
    product: (id) => byId.get(id) ?? texts.value.products.unknown(id),
    region: shortRegion,
  };
}

/** 江苏省, 江苏省苏州市. */
export function shortRegion(code: string): string {
  return regionName(code).replaceAll(' ', '');
}

/** A stored campaign in one sentence, in the language of the console. */
export function tellCampaign(campaign: Campaign): string {
  return sentenceOf(sayingOf(campaign), language.value, namesOf(campaign));
}
