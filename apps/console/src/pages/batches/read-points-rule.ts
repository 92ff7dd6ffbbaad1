import type { BodyOf } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';

/** A points rule as it stands in the form. */
export interface PointsRuleForm {
  firstSerial: string;
  lastSerial: string;
  points: string;
}

type PointsRule = BodyOf<'POST /api/hq/batches/:batchId/points-rule'>;
export type PointsRuleErrors = Partial<Record<'serials' | 'points', true>>;

const pointsMax = 1_000_000;

/**
 * The rule the form says, or what will not do. Empty serials are the ends of the batch, empty points
 * give the codes back to their product's rule.
 * @param quantity codes of the batch; their serials count from 0
 */
export function readPointsRule(
  form: PointsRuleForm,
  quantity: number,
): { rule: PointsRule; errors: null } | { rule: null; errors: PointsRuleErrors } {
  const first = form.firstSerial.trim() === '' ? undefined : parseWholeNumber(form.firstSerial);
  const last = form.lastSerial.trim() === '' ? undefined : parseWholeNumber(form.lastSerial);
  const points = form.points.trim() === '' ? null : (parseWholeNumber(form.points) ?? Number.NaN);
  const isInBatch =
    first !== null &&
    last !== null &&
    (first ?? 0) <= (last ?? quantity - 1) &&
    (last ?? 0) < quantity;
  const isPoints = points === null || (points >= 1 && points <= pointsMax);
  if (!isInBatch || !isPoints) {
    return {
      rule: null,
      errors: { ...(isInBatch ? {} : { serials: true }), ...(isPoints ? {} : { points: true }) },
    };
  }
  const rule: PointsRule = {
    ...(first === undefined ? {} : { firstSerial: first }),
    ...(last === undefined ? {} : { lastSerial: last }),
    pointsPerCode: points,
  };
  return { rule, errors: null };
}
