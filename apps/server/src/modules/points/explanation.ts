/** Why these points, kept for ever with the entry as it was then. */
export type Explanation = AwardExplanation | GiftExplanation | AdjustmentExplanation;

export interface AwardExplanation {
  /** Points of the product's rule, or of the range's own. */
  base: number;
  /** Where the base comes from; absent: the product. */
  from?: 'range';
  /** What campaigns made of it, in the order they applied; absent when none did. */
  steps?: AwardStep[];
}

export interface AwardStep {
  campaignId: number;
  /** As the campaign was called then. */
  name: string;
  effect: 'multiply' | 'add' | 'fixed' | 'random';
  /** Hundredths for `multiply`, else points; of `random` those that were drawn. */
  value: number;
  /** Points after this step. */
  points: number;
}

export interface GiftExplanation {
  gift: { name: string; quantity: number; pointsPrice: number };
}

export interface AdjustmentExplanation {
  reason: string;
}
