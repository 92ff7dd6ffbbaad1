import { beijingMinute } from '../../platform/clock.ts';
import { entryTexts } from '../../texts-entries.ts';
import type { Language } from '../../texts.ts';
import type { LedgerEntry } from './list-entries.ts';

type Explained = Pick<LedgerEntry, 'kind' | 'explanation'>;

/** Why these points, in words: 「基础 10 分」. */
export function explainEntry({ kind, explanation }: Explained, language: Language): string {
  const words = entryTexts[language];
  if ('gift' in explanation) {
    const { name, quantity } = explanation.gift;
    return kind === 'refund' ? words.returned(name, quantity) : words.redeemed(name, quantity);
  }
  return 'reason' in explanation
    ? words.adjusted(explanation.reason)
    : words.base(explanation.base);
}

/** The same as a story, step by step: when, what, why. */
export function tellEntry(
  entry: Explained & Pick<LedgerEntry, 'createdAt'>,
  productName: string | null,
  language: Language,
): { label: string; text: string }[] {
  const words = entryTexts[language];
  const { steps } = words;
  const { kind, explanation } = entry;
  const at = beijingMinute(entry.createdAt);
  if ('gift' in explanation) {
    const { name, quantity, pointsPrice } = explanation.gift;
    return [
      { label: kind === 'refund' ? steps.returned : steps.redeemed, text: at },
      { label: steps.gift, text: name },
      { label: steps.price, text: words.price(quantity, pointsPrice) },
    ];
  }
  if ('reason' in explanation) {
    return [
      { label: steps.adjusted, text: at },
      { label: steps.reason, text: explanation.reason },
    ];
  }
  return [
    { label: steps.scanned, text: at },
    ...(productName === null ? [] : [{ label: steps.product, text: productName }]),
    { label: steps.rule, text: words.base(explanation.base) },
  ];
}
