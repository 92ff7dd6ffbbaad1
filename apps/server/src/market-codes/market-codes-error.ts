/** Something the caller can put right; the message says how, Chinese first. */
export class MarketCodesError extends Error {
  override name = 'MarketCodesError';
}
