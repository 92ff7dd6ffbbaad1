import type { BodyOf, Campaign, MemberKind, Occasion } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';
import { clockOf, momentOf } from './beijing-clock.ts';
import type { ClockTime } from './beijing-clock.ts';

export const firsts = ['isFirstEver', 'isFirstOfDay', 'isFirstOfProduct'] as const;

/** A dry run as it stands in the form. */
export interface DryRunForm {
  codeBy: 'code' | 'product';
  text: string;
  productId: number | undefined;
  batchId: number | undefined;
  serial: string;
  memberBy: 'member' | 'madeUp';
  memberId: number | undefined;
  memberKind: MemberKind;
  regionCode: string | null | undefined;
  firsts: (typeof firsts)[number][];
  clock: ClockTime;
}

type DryRunBody = BodyOf<'POST /api/hq/campaigns/dry-run'>;
export type DryRunErrors = Partial<
  Record<'text' | 'product' | 'serial' | 'member' | 'clock', true>
>;

const serialMax = 2 ** 36 - 1;

/** A first question: now, or when the draft begins if it does not run now; somebody it is for. */
export function firstQuestion(draft: Campaign | null, now: Date): DryRunForm {
  const isOn =
    draft === null || (draft.startsAt <= now.toISOString() && now.toISOString() < draft.endsAt);
  const clock = clockOf(isOn ? now.toISOString() : draft.startsAt);
  return {
    codeBy: 'product',
    text: '',
    productId: draft?.productIds[0],
    batchId: draft?.batchRanges[0]?.batchId,
    serial: '',
    memberBy: 'madeUp',
    memberId: undefined,
    memberKind: draft?.memberKinds[0] ?? 'consumer',
    regionCode: draft?.regionCodes[0],
    firsts: firstsOf(draft?.occasion ?? 'any'),
    // Seconds mean nothing to people who try something out.
    clock: { ...clock, time: clock.time.slice(0, 5) },
  };
}

/** What the form asks, ready to be sent, or what is missing. */
export function readQuestion(
  form: DryRunForm,
  draftCampaignId: number | undefined,
): { body: DryRunBody; errors: null } | { body: null; errors: DryRunErrors } {
  const at = momentOf(form.clock);
  const isCode = form.codeBy === 'code';
  const isMember = form.memberBy === 'member';
  const text = form.text.trim();
  const serial = readSerial(form);
  const errors: DryRunErrors = {
    ...(isCode && text === '' ? { text: true } : {}),
    ...(!isCode && form.productId === undefined ? { product: true } : {}),
    ...(!isCode && serial === undefined ? { serial: true } : {}),
    ...(isMember && form.memberId === undefined ? { member: true } : {}),
    ...(at === null ? { clock: true } : {}),
  };
  if (at === null || Object.keys(errors).length > 0) return { body: null, errors };
  const code = isCode
    ? { text }
    : {
        ...(form.productId === undefined ? {} : { productId: form.productId }),
        ...(form.batchId === undefined ? {} : { batchId: form.batchId }),
        ...(serial === null || serial === undefined ? {} : { serial }),
      };
  const member = isMember
    ? { ...(form.memberId === undefined ? {} : { memberId: form.memberId }) }
    : {
        memberKind: form.memberKind,
        regionCode: form.regionCode ?? null,
        ...Object.fromEntries(firsts.map((name) => [name, form.firsts.includes(name)])),
      };
  const draft = draftCampaignId === undefined ? {} : { draftCampaignId };
  return { body: { ...code, ...member, at, ...draft }, errors: null };
}

/** The first scan ever is also the first of the day and of its product. */
function firstsOf(occasion: Occasion): DryRunForm['firsts'] {
  switch (occasion) {
    case 'any':
      return [];
    case 'firstEver':
      return [...firsts];
    case 'firstOfDay':
      return ['isFirstOfDay'];
    case 'firstOfProduct':
      return ['isFirstOfProduct'];
  }
}

/** Null: none given. Undefined: not to be read, or of no batch. */
function readSerial(form: DryRunForm): number | null | undefined {
  if (form.serial.trim() === '') return null;
  const value = parseWholeNumber(form.serial);
  if (form.batchId === undefined || value === null || value > serialMax) return undefined;
  return value;
}
