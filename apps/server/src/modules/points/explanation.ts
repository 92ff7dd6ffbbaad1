/** Why these points, kept for ever with the entry as it was then. */
export type Explanation = AwardExplanation | GiftExplanation | AdjustmentExplanation;

export interface AwardExplanation {
  /** Points of the product's rule. */
  base: number;
}

export interface GiftExplanation {
  gift: { name: string; quantity: number; pointsPrice: number };
}

export interface AdjustmentExplanation {
  reason: string;
}
