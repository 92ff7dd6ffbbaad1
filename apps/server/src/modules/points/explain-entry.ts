import { beijingMinute } from '../../platform/clock.ts';
import { entryTexts } from '../../texts-entries.ts';
import type { Language } from '../../texts.ts';
import type { AwardExplanation, AwardStep } from './explanation.ts';
import type { LedgerEntry } from './list-entries.ts';

type Explained = Pick<LedgerEntry, 'kind' | 'explanation'>;

/** Why these points, in words: 「基础 10 分」, 「基础10 × 五一双倍 = 20」. */
export function explainEntry({ kind, explanation }: Explained, language: Language): string {
  const words = entryTexts[language];
  if ('gift' in explanation) {
    const { name, quantity } = explanation.gift;
    return kind === 'refund' ? words.returned(name, quantity) : words.redeemed(name, quantity);
  }
  return 'reason' in explanation
    ? words.adjusted(explanation.reason)
    : explainAward(explanation, language);
}

/** The points of a scan as a sum one can check: each campaign by name, in the order they applied. */
export function explainAward(explanation: AwardExplanation, language: Language): string {
  const { steps = [] } = explanation;
  const last = steps.at(-1);
  if (!last) return tellBase(explanation, language);
  const { chain } = entryTexts[language];
  const base = explanation.from === 'range' ? chain.rangeBase : chain.base;
  let text = base(explanation.base);
  let isSum = false;
  for (const { name, effect, value } of steps) {
    switch (effect) {
      case 'fixed':
        // Whatever was counted before counts no more.
        text = chain.fixed(name, value);
        isSum = false;
        break;
      case 'multiply':
        text = `${isSum ? `(${text})` : text} × ${name}`;
        isSum = false;
        break;
      case 'add':
      case 'random':
        text = `${text} + ${chain[effect](name, value)}`;
        isSum = true;
    }
  }
  return last.effect === 'fixed' ? text : `${text} = ${last.points}`;
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
    { label: steps.rule, text: tellBase(explanation, language) },
    ...(explanation.steps ?? []).map((step) => ({
      label: steps.campaign,
      text: tellStep(step, language),
    })),
  ];
}

function tellBase({ base, from }: AwardExplanation, language: Language): string {
  const words = entryTexts[language];
  return from === 'range' ? words.rangeBase(base) : words.base(base);
}

function tellStep({ name, effect, value, points }: AwardStep, language: Language): string {
  const { step } = entryTexts[language];
  const text =
    effect === 'multiply' ? step.multiply(name, String(value / 100)) : step[effect](name, value);
  return step.after(text, points);
}
