import type { BodyOf, Gift } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';

/** A gift as it stands in the form: numbers are what was typed. */
export interface GiftForm {
  name: string;
  pointsPrice: string;
  stock: string;
  limitPerMember: string;
  sortOrder: string;
  descriptionHtml: string;
  pictureIds: string[];
}

export type GiftFields = Omit<BodyOf<'PUT /api/hq/gifts/:giftId'>, 'version'>;
type NumberField = 'pointsPrice' | 'stock' | 'limitPerMember' | 'sortOrder';
export type FieldErrors = Partial<Record<'name' | NumberField | 'descriptionHtml', true>>;

export const bounds: Record<NumberField, { least: number; most: number }> = {
  pointsPrice: { least: 1, most: 100_000_000 },
  stock: { least: 0, most: 100_000_000 },
  limitPerMember: { least: 1, most: 1_000_000 },
  sortOrder: { least: 0, most: 1_000_000 },
};
export const descriptionMax = 15_000;
export const picturesMax = 9;

export function formOf(gift: Gift | null): GiftForm {
  if (!gift) {
    return {
      name: '',
      pointsPrice: '',
      stock: '0',
      limitPerMember: '',
      sortOrder: '0',
      descriptionHtml: '',
      pictureIds: [],
    };
  }
  return {
    name: gift.name,
    pointsPrice: String(gift.pointsPrice),
    stock: String(gift.stock),
    limitPerMember: gift.limitPerMember === null ? '' : String(gift.limitPerMember),
    sortOrder: String(gift.sortOrder),
    descriptionHtml: gift.descriptionHtml,
    pictureIds: [...gift.pictureIds],
  };
}

/** What the form says, ready to be sent, or which fields will not do. */
export function readForm(
  form: GiftForm,
): { fields: GiftFields; stock: number; errors: null } | { errors: FieldErrors } {
  const pointsPrice = readBounded(form.pointsPrice, 'pointsPrice');
  const stock = readBounded(form.stock, 'stock');
  const sortOrder = readBounded(form.sortOrder, 'sortOrder');
  const isLimited = form.limitPerMember.trim() !== '';
  const limitPerMember = isLimited ? readBounded(form.limitPerMember, 'limitPerMember') : null;
  const name = form.name.trim();
  const isTooLong = form.descriptionHtml.length > descriptionMax;
  const isWrong =
    pointsPrice === null || stock === null || sortOrder === null || name === '' || isTooLong;
  if (isWrong || (isLimited && limitPerMember === null)) {
    return {
      errors: {
        ...(name === '' ? { name: true } : {}),
        ...(pointsPrice === null ? { pointsPrice: true } : {}),
        ...(stock === null ? { stock: true } : {}),
        ...(sortOrder === null ? { sortOrder: true } : {}),
        ...(isLimited && limitPerMember === null ? { limitPerMember: true } : {}),
        ...(isTooLong ? { descriptionHtml: true } : {}),
      },
    };
  }
  const { descriptionHtml, pictureIds } = form;
  const fields = { name, pointsPrice, descriptionHtml, pictureIds, limitPerMember, sortOrder };
  return { fields, stock, errors: null };
}

const contentNames = [
  'name',
  'pointsPrice',
  'limitPerMember',
  'sortOrder',
  'pictureIds',
  'descriptionHtml',
] as const;
export type ContentName = (typeof contentNames)[number];

/** Which parts of the content differ between two readings of the same gift. */
export function changedContent(before: Gift, after: Gift): ContentName[] {
  return contentNames.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/**
 * What the form is based on once newer news of the gift came in by the way (its state, its stock).
 * Somebody else's change of the content is not adopted: saving has to meet it as a conflict.
 */
export function adoptNews(base: Gift, news: Gift): Gift {
  if (changedContent(base, news).length === 0) return news;
  const { state, stock, redeemedCount } = news;
  return { ...base, state, stock, redeemedCount };
}

function readBounded(text: string, field: NumberField): number | null {
  const value = parseWholeNumber(text);
  const { least, most } = bounds[field];
  return value !== null && value >= least && value <= most ? value : null;
}
