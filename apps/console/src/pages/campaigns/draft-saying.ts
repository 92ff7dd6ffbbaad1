import { formatNumber, parseWholeNumber } from '../../shared/format.ts';
import { momentOf } from './beijing-clock.ts';
import { limitBounds, readEffect, readLimit } from './campaign-fields.ts';
import type { CampaignForm } from './campaign-fields.ts';
import type { Saying } from './sentence.ts';

/** What the form says so far; parts that cannot be read yet are left blank. */
export function draftSaying(form: CampaignForm): Saying {
  const { productIds, memberKinds, regionCodes, occasion, isLast } = form;
  return {
    productIds,
    memberKinds,
    regionCodes,
    occasion,
    isLast,
    startsAt: momentOf(form.start) ?? undefined,
    endsAt: momentOf(form.end) ?? undefined,
    batchRanges: form.batchRanges.map(({ batchId, firstSerial, lastSerial }) => ({
      batchId: batchId === undefined ? '＿＿' : String(batchId),
      firstSerial: saySerial(firstSerial),
      lastSerial: saySerial(lastSerial),
    })),
    effect: readEffect(form) ?? undefined,
    memberDailyTimesMax: readLimit(form.memberDailyTimesMax, limitBounds.times),
    memberTotalTimesMax: readLimit(form.memberTotalTimesMax, limitBounds.times),
    budgetPoints: readLimit(form.budgetPoints, limitBounds.budget),
    position: readLimit(form.position, limitBounds.position) ?? undefined,
  };
}

/** As a stored one is told; what is no number stays as it was typed. */
function saySerial(text: string): string {
  const serial = parseWholeNumber(text);
  return serial === null ? text.trim() : formatNumber(serial);
}
