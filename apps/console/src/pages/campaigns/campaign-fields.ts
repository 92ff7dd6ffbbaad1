import type { BodyOf, Campaign, CampaignEffect, MemberKind, Occasion } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';
import { clockOf, endClockOf, momentOf } from './beijing-clock.ts';
import type { ClockTime } from './beijing-clock.ts';

/** Part of a batch as it stands in the form. */
export interface RangeFields {
  batchId: number | undefined;
  firstSerial: string;
  lastSerial: string;
}

/** A campaign as it stands in the form: numbers and times are what was typed. */
export interface CampaignForm {
  name: string;
  start: ClockTime;
  end: ClockTime;
  productIds: number[];
  batchRanges: RangeFields[];
  memberKinds: MemberKind[];
  regionCodes: string[];
  occasion: Occasion;
  effectKind: CampaignEffect['kind'];
  /** How many times as many points: 2, 1.5. */
  factor: string;
  points: string;
  pointsMin: string;
  pointsMax: string;
  position: string;
  isLast: boolean;
  memberDailyTimesMax: string;
  memberTotalTimesMax: string;
  budgetPoints: string;
}

export type CampaignFields = BodyOf<'POST /api/hq/campaigns'>;
/** The parts that can be wrong, by their place in the sentence, and the words that say how. */
export type FieldErrors = Partial<{
  name: 'name';
  start: 'moment';
  end: 'moment' | 'order';
  batches: 'batches';
  effect: 'factor' | 'points' | 'span';
  daily: 'times';
  total: 'times';
  budget: 'budget' | 'budgetSpent';
  position: 'position';
}>;
export type Reading =
  { fields: CampaignFields; errors: null } | { fields: null; errors: FieldErrors };

const pointsMax = 1_000_000;
const timesMax = 1_000_000;
const budgetMax = 1_000_000_000_000;
const positionMax = 1_000;
const serialMax = 2 ** 36 - 1;

/** A new campaign: for everybody, the whole of a day, twice the points. */
export function emptyForm(day: string): CampaignForm {
  return {
    name: '',
    start: { day, time: '00:00' },
    end: { day, time: '24:00' },
    productIds: [],
    batchRanges: [],
    memberKinds: [],
    regionCodes: [],
    occasion: 'any',
    effectKind: 'multiply',
    factor: '2',
    points: '',
    pointsMin: '',
    pointsMax: '',
    position: '100',
    isLast: false,
    memberDailyTimesMax: '',
    memberTotalTimesMax: '',
    budgetPoints: '',
  };
}

export function formOf(campaign: Campaign): CampaignForm {
  const { effect } = campaign;
  const typed = (value: number | null) => (value === null ? '' : String(value));
  return {
    name: campaign.name,
    start: clockOf(campaign.startsAt),
    end: endClockOf(campaign.endsAt),
    productIds: [...campaign.productIds],
    batchRanges: campaign.batchRanges.map(({ batchId, firstSerial, lastSerial }) => ({
      batchId,
      firstSerial: typed(firstSerial),
      lastSerial: typed(lastSerial),
    })),
    memberKinds: [...campaign.memberKinds],
    regionCodes: [...campaign.regionCodes],
    occasion: campaign.occasion,
    effectKind: effect.kind,
    factor: effect.kind === 'multiply' ? String(effect.factorPercent / 100) : '2',
    points: effect.kind === 'add' || effect.kind === 'fixed' ? String(effect.points) : '',
    pointsMin: effect.kind === 'random' ? String(effect.pointsMin) : '',
    pointsMax: effect.kind === 'random' ? String(effect.pointsMax) : '',
    position: String(campaign.position),
    isLast: campaign.isLast,
    memberDailyTimesMax: typed(campaign.memberDailyTimesMax),
    memberTotalTimesMax: typed(campaign.memberTotalTimesMax),
    budgetPoints: typed(campaign.budgetPoints),
  };
}

/**
 * What the form says, ready to be sent, or which parts will not do.
 * @param spentPoints what the campaign has given already: a budget cannot be less
 */
export function readForm(form: CampaignForm, spentPoints = 0): Reading {
  const name = form.name.trim();
  const startsAt = momentOf(form.start);
  const endsAt = momentOf(form.end);
  const batchRanges = readRanges(form.batchRanges);
  const effect = readEffect(form);
  const position = readBounded(form.position, positionMax);
  const daily = readLimit(form.memberDailyTimesMax, timesMax);
  const total = readLimit(form.memberTotalTimesMax, timesMax);
  const budgetPoints = readLimit(form.budgetPoints, budgetMax);
  const isEnough = typeof budgetPoints !== 'number' || budgetPoints >= spentPoints;
  const isInOrder = startsAt === null || endsAt === null || startsAt < endsAt;

  const isRead =
    name !== '' &&
    startsAt !== null &&
    endsAt !== null &&
    isInOrder &&
    batchRanges !== null &&
    effect !== null &&
    position !== null &&
    daily !== undefined &&
    total !== undefined &&
    budgetPoints !== undefined &&
    isEnough;
  if (!isRead) {
    const errors: FieldErrors = {
      ...(name === '' ? { name: 'name' } : {}),
      ...(startsAt === null ? { start: 'moment' } : {}),
      ...(endsAt === null ? { end: 'moment' } : isInOrder ? {} : { end: 'order' }),
      ...(batchRanges === null ? { batches: 'batches' } : {}),
      ...(effect === null ? { effect: effectError(form) } : {}),
      ...(daily === undefined ? { daily: 'times' } : {}),
      ...(total === undefined ? { total: 'times' } : {}),
      ...(budgetPoints === undefined ? { budget: 'budget' } : {}),
      ...(isEnough ? {} : { budget: 'budgetSpent' }),
      ...(position === null ? { position: 'position' } : {}),
    };
    return { fields: null, errors };
  }
  const { productIds, memberKinds, regionCodes, occasion, isLast } = form;
  const limits = { memberDailyTimesMax: daily, memberTotalTimesMax: total, budgetPoints };
  const scope = { productIds, batchRanges, memberKinds, regionCodes, occasion };
  const fields = { name, startsAt, endsAt, ...scope, effect, position, isLast, ...limits };
  return { fields, errors: null };
}

/** The effect the form says; null when its numbers will not do. */
export function readEffect(form: CampaignForm): CampaignEffect | null {
  switch (form.effectKind) {
    case 'multiply': {
      const factorPercent = readFactorPercent(form.factor);
      return factorPercent === null ? null : { kind: 'multiply', factorPercent };
    }
    case 'add':
    case 'fixed': {
      const points = readBounded(form.points, pointsMax);
      return points === null ? null : { kind: form.effectKind, points };
    }
    case 'random': {
      const least = readBounded(form.pointsMin, pointsMax);
      const most = readBounded(form.pointsMax, pointsMax);
      if (least === null || most === null || least > most) return null;
      return { kind: 'random', pointsMin: least, pointsMax: most };
    }
  }
}

/** A limit that may be absent: null is none, undefined is not to be read. */
export function readLimit(text: string, most: number): number | null | undefined {
  return text.trim() === '' ? null : (readBounded(text, most) ?? undefined);
}

export const limitBounds = { times: timesMax, budget: budgetMax, position: positionMax };

function effectError(form: CampaignForm): 'factor' | 'points' | 'span' {
  if (form.effectKind === 'multiply') return 'factor';
  if (form.effectKind !== 'random') return 'points';
  const ends = [form.pointsMin, form.pointsMax].map((text) => readBounded(text, pointsMax));
  return ends.includes(null) ? 'points' : 'span';
}

/** 1.5 → 150, exactly: a number of two decimals has no exact binary form. */
function readFactorPercent(text: string): number | null {
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').trim());
  if (!parts) return null;
  const percent = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return percent >= 101 && percent <= 10_000 ? percent : null;
}

function readRanges(ranges: readonly RangeFields[]): CampaignFields['batchRanges'] | null {
  const read = ranges.map(({ batchId, firstSerial, lastSerial }) => {
    const first = readSerial(firstSerial);
    const last = readSerial(lastSerial);
    if (batchId === undefined || first === undefined || last === undefined) return null;
    if (first !== null && last !== null && first > last) return null;
    return { batchId, firstSerial: first, lastSerial: last };
  });
  return read.includes(null) ? null : read.filter((range) => range !== null);
}

function readSerial(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const value = parseWholeNumber(text);
  return value !== null && value <= serialMax ? value : undefined;
}

function readBounded(text: string, most: number): number | null {
  const value = parseWholeNumber(text);
  return value !== null && value >= 1 && value <= most ? value : null;
}
