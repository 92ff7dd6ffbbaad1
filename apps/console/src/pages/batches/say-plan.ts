import { formatNumber } from '../../shared/format.ts';
import type { Texts } from '../../shared/texts.ts';
import type { ChangePlan, PlanPart, RangeAction } from './plan-change.ts';

/** More spans than this are counted instead of named. */
const spansNamedMax = 4;

/** What an action sets besides the state, as people read it. */
export interface PlanSettings {
  /** A time on Beijing's clock; null: at once. */
  activatesAt?: string | null;
  /** It shall be later, but when cannot be read yet. */
  isTimeMissing?: boolean;
  /** Null: the product's rule again. */
  pointsPerCode?: number | null;
}

/** The sentence of what will change: how many codes, and exactly which. */
export function sayChange(
  action: RangeAction,
  { changes, stays }: ChangePlan,
  { activatesAt = null, isTimeMissing = false, pointsPerCode = null }: PlanSettings,
  texts: Texts,
): string {
  const { will, nothing, pointsFirst, timeFirst } = texts.rangeChange;
  if (changes.serials === 0) {
    const isEmpty = action === 'points' && pointsPerCode === null;
    return isEmpty && stays.some(({ reason }) => reason === 'same') ? pointsFirst : nothing;
  }
  if (isTimeMissing) return timeFirst;
  const told = tellPart(changes, texts);
  if (action === 'activate' && activatesAt !== null) return will.schedule(told, activatesAt);
  if (action !== 'points') return will[action](told);
  return pointsPerCode === null
    ? will.pointsCleared(told)
    : will.points(told, formatNumber(pointsPerCode));
}

/** The codes of the span that stay as they are, and why. */
export function sayStays({ stays }: ChangePlan, texts: Texts): string[] {
  const { rangeChange, batches } = texts;
  return stays.map(({ reason, ...part }) => {
    const { same, state } = rangeChange.reasons;
    const why = reason === 'same' ? same : state(batches.states[reason]);
    return rangeChange.stays(tellPart(part, texts), why);
  });
}

/** The codes because of which the server will refuse, why, and what helps. */
export function sayBlocks(
  { blocks }: ChangePlan,
  texts: Texts,
): { words: string; remedy: string }[] {
  const { rangeChange } = texts;
  return blocks.map(({ reason, ...part }) => ({
    words: rangeChange.blocks(tellPart(part, texts), rangeChange.reasons[reason]),
    remedy: rangeChange.blocked[reason],
  }));
}

function tellPart({ serials, spans }: PlanPart, { rangeChange }: Texts) {
  const named = spans
    .slice(0, spansNamedMax)
    .map((span) =>
      rangeChange.serials(formatNumber(span.firstSerial), formatNumber(span.lastSerial)),
    )
    .join(rangeChange.between);
  const more = spans.length > spansNamedMax ? rangeChange.andMore(formatNumber(spans.length)) : '';
  return { count: formatNumber(serials), serials: named + more };
}
