import { parseWholeNumber } from '../../shared/format.ts';
import { momentOf } from '../campaigns/beijing-clock.ts';
import type { ClockTime } from '../campaigns/beijing-clock.ts';
import type { RangeAction } from './plan-change.ts';
import { readSpan } from './read-span.ts';
import type { Span, SpanError, SpanFields } from './read-span.ts';

/** A change of codes as it stands in the dialog. */
export interface ChangeFields extends SpanFields {
  isWhole: boolean;
  isLater: boolean;
  clock: ClockTime;
  productId: number | undefined;
  points: string;
  reason: string;
}

export interface ReadChange {
  /** Null while the serials will not do. */
  span: Span | null;
  isWhole: boolean;
  /** ISO 8601; null: at once. */
  activatesAt: string | null;
  productId: number | undefined;
  /** Null: the product's rule again. */
  pointsPerCode: number | null;
  reason: string;
  errors: {
    span?: SpanError;
    clock?: 'timeInvalid' | 'timePast';
    productId?: 'productMissing';
    points?: 'pointsError';
    reason?: 'required';
  };
}

const pointsMax = 1_000_000;
const needReason: readonly RangeAction[] = ['revoke', 'freeze', 'void'];

export function needsReason(action: RangeAction): boolean {
  return needReason.includes(action);
}

/** What the dialog says, and what of it will not do. `serials`: how many codes the batch has. */
export function readChange(
  action: RangeAction,
  fields: ChangeFields,
  serials: number,
  now: Date,
): ReadChange {
  const { isWhole, productId } = fields;
  const { span, error } = readSpan(isWhole ? { first: '', last: '' } : fields, serials);
  const isLater = action === 'activate' && fields.isLater;
  const activatesAt = isLater ? momentOf(fields.clock) : null;
  const pointsPerCode = readPoints(fields.points);
  const reason = fields.reason.trim();
  const errors: ReadChange['errors'] = {
    ...(error && { span: error }),
    ...(isLater && activatesAt === null && { clock: 'timeInvalid' as const }),
    ...(activatesAt !== null && new Date(activatesAt) <= now && { clock: 'timePast' as const }),
    ...(action === 'product' &&
      productId === undefined && { productId: 'productMissing' as const }),
    ...(action === 'points' && pointsPerCode === 'wrong' && { points: 'pointsError' as const }),
    ...(needsReason(action) && reason === '' && { reason: 'required' as const }),
  };
  const points = pointsPerCode === 'wrong' ? null : pointsPerCode;
  return { span, isWhole, activatesAt, productId, pointsPerCode: points, reason, errors };
}

function readPoints(text: string): number | null | 'wrong' {
  if (text.trim() === '') return null;
  const points = parseWholeNumber(text);
  return points !== null && points >= 1 && points <= pointsMax ? points : 'wrong';
}
