import type { Campaign, CampaignEffect } from '@mashang/contract';
import { formatNumber } from '../../shared/format.ts';
import { englishCampaigns } from '../../shared/texts-en-campaigns.ts';
import { chineseCampaigns } from '../../shared/texts-zh-campaigns.ts';
import type { CampaignPhrases } from '../../shared/texts-zh-campaigns.ts';
import { clockOf, endClockOf, sayClock } from './beijing-clock.ts';

/** What a sentence says. While editing parts may not be readable yet: undefined, said as a blank. */
export interface Saying extends Pick<
  Campaign,
  'productIds' | 'memberKinds' | 'regionCodes' | 'occasion' | 'isLast'
> {
  startsAt: string | undefined;
  endsAt: string | undefined;
  batchRanges: { batchId: string; firstSerial: string; lastSerial: string }[];
  effect: CampaignEffect | undefined;
  memberDailyTimesMax: number | null | undefined;
  memberTotalTimesMax: number | null | undefined;
  budgetPoints: number | null | undefined;
  position: number | undefined;
}

/** How products and regions are called. */
export interface Names {
  product: (productId: number) => string;
  region: (code: string) => string;
}

export type SentenceLanguage = 'zh' | 'en';
type Words = typeof chineseCampaigns.campaignWords;

/** More names than these are counted, not told. */
const namesMax = 6;

/** A campaign in one sentence, for the list, its page and the editor's reading back. */
export function sentenceOf(campaign: Saying, language: SentenceLanguage, names: Names): string {
  return wordsOf(language).sentence(phrasesOf(campaign, language, names), {
    regions: campaign.regionCodes.length > 0,
    batches: campaign.batchRanges.length > 0,
    occasion: campaign.occasion !== 'any',
    daily: campaign.memberDailyTimesMax !== null,
    total: campaign.memberTotalTimesMax !== null,
  });
}

/** Every part of a campaign in words, those that narrow nothing as well. */
export function phrasesOf(
  campaign: Saying,
  language: SentenceLanguage,
  names: Names,
): CampaignPhrases {
  const words = wordsOf(language);
  const orBlank = <Value>(value: Value | undefined, say: (value: Value) => string) =>
    value === undefined ? words.blank : say(value);
  const times = (most: number | null) =>
    most === null ? words.anyTimes : words.times(formatNumber(most));
  const [kind, second] = campaign.memberKinds;
  const products = campaign.productIds.map((id) => words.quote(names.product(id)));
  const regions = campaign.regionCodes.map(names.region);
  const batches = campaign.batchRanges.map((range) => sayRange(range, words));
  return {
    start: orBlank(campaign.startsAt, (moment) => sayClock(clockOf(moment))),
    end: orBlank(campaign.endsAt, (moment) => sayClock(endClockOf(moment))),
    regions: regions.length > 0 ? enumerate(regions, words) : words.everywhere,
    kinds: kind && !second ? words.kinds[kind] : words.anyKind,
    products: products.length > 0 ? enumerate(products, words) : words.anyProduct,
    batches: batches.length > 0 ? enumerate(batches, words) : words.anyBatch,
    occasion: words.occasions[campaign.occasion],
    effect: orBlank(campaign.effect, (effect) => sayEffect(effect, words)),
    daily: orBlank(campaign.memberDailyTimesMax, times),
    total: orBlank(campaign.memberTotalTimesMax, times),
    budget: orBlank(campaign.budgetPoints, (points) =>
      points === null ? words.anyBudget : words.budget(formatNumber(points)),
    ),
    after: campaign.isLast ? words.isLast : words.isNotLast,
    position: orBlank(campaign.position, (position) => words.position(formatNumber(position))),
  };
}

/** A stored campaign as a sentence takes it. */
export function sayingOf(campaign: Omit<Campaign, 'campaignId'>): Saying {
  return {
    ...campaign,
    batchRanges: campaign.batchRanges.map(({ batchId, firstSerial, lastSerial }) => ({
      batchId: String(batchId),
      firstSerial: firstSerial === null ? '' : formatNumber(firstSerial),
      lastSerial: lastSerial === null ? '' : formatNumber(lastSerial),
    })),
  };
}

function wordsOf(language: SentenceLanguage): Words {
  return (language === 'zh' ? chineseCampaigns : englishCampaigns).campaignWords;
}

function sayEffect(effect: CampaignEffect, words: Words): string {
  switch (effect.kind) {
    case 'multiply':
      return words.multiply(String(effect.factorPercent / 100));
    case 'add':
    case 'fixed':
      return words[effect.kind](formatNumber(effect.points));
    case 'random':
      return words.random(formatNumber(effect.pointsMin), formatNumber(effect.pointsMax));
  }
}

function sayRange(range: Saying['batchRanges'][number], words: Words): string {
  const { batchId, firstSerial: first, lastSerial: last } = range;
  if (first && last) return words.batchSerials(batchId, first, last);
  if (first) return words.batchFrom(batchId, first);
  return last ? words.batchUpTo(batchId, last) : words.batch(batchId);
}

function enumerate(names: readonly string[], words: Words): string {
  const shown = names.slice(0, namesMax).join(words.comma);
  return names.length > namesMax ? words.more(shown, names.length) : shown;
}
