import type { ApiAnswer } from './api-call.ts';
import { unexpectedAnswer } from './errors.ts';
import { readCount, readId, readText } from './read-answer.ts';

/** Indexes within an application, both included, from 0. */
export interface MarketCodeRange {
  codeStart: number;
  codeEnd: number;
}

/** Which page of which mini-program the codes of a range open, and what they stand on. */
export interface MarketCodeActivation extends MarketCodeRange {
  applicationId: string;
  activityName: string;
  productBrand: string;
  productTitle: string;
  /** EAN. */
  productCode: string;
  wxaAppId: string;
  wxaPath: string;
  wxaType: keyof typeof WXA_TYPES;
}

export interface ActivatedMarketCode extends Omit<MarketCodeActivation, 'wxaType'> {
  /** Up to nine characters, often with leading zeros. */
  code: string;
  isvApplicationId: string;
  /** Null when the platform does not tell. */
  wxaType: keyof typeof WXA_TYPES | null;
}

/** The last index of the largest application there can be. */
export const INDEX_MAX = 199_999_999;

const WXA_TYPES = { release: 0, development: 1, trial: 2 } as const;

/** A 64-bit number on the wire. */
export function idOnTheWire({ applicationId }: { applicationId: string }) {
  if (!/^[0-9]{1,20}$/.test(applicationId)) throw new RangeError('applicationId is a number.');
  return { application_id: BigInt(applicationId) };
}

/** @throws RangeError */
export function rangeOnTheWire({ codeStart, codeEnd }: MarketCodeRange) {
  const areWhole = Number.isInteger(codeStart) && Number.isInteger(codeEnd);
  if (!areWhole || codeStart < 0 || codeEnd < codeStart || codeEnd > INDEX_MAX) {
    throw new RangeError('A range of codes is 0 ≤ codeStart ≤ codeEnd, in whole numbers.');
  }
  return { code_start: codeStart, code_end: codeEnd };
}

/** What of an activation is words. */
export function wordsOnTheWire(activation: MarketCodeActivation) {
  return {
    activity_name: activation.activityName,
    product_brand: activation.productBrand,
    product_title: activation.productTitle,
    product_code: activation.productCode,
    wxa_appid: activation.wxaAppId,
    wxa_path: activation.wxaPath,
    wxa_type: WXA_TYPES[activation.wxaType],
  };
}

/** @throws WechatError */
export function readApplicationId(endpoint: string, value: unknown): string {
  const applicationId = readId(value);
  if (applicationId === null) throw unexpectedAnswer(endpoint);
  return applicationId;
}

/** Code and application must be there; some pages leave out others. @throws WechatError */
export function readActivation(endpoint: string, answer: ApiAnswer): ActivatedMarketCode {
  const words = (value: unknown) => readText(endpoint, value ?? '', 1024, 0);
  const codeEnd = readCount(endpoint, answer.code_end, INDEX_MAX);
  return {
    code: readText(endpoint, answer.code, 64),
    applicationId: readApplicationId(endpoint, answer.application_id),
    isvApplicationId: words(answer.isv_application_id),
    activityName: words(answer.activity_name),
    productBrand: words(answer.product_brand),
    productTitle: words(answer.product_title),
    productCode: words(answer.product_code),
    wxaAppId: words(answer.wxa_appid),
    wxaPath: words(answer.wxa_path),
    wxaType: wxaTypeOf(answer.wxa_type),
    codeStart: readCount(endpoint, answer.code_start, codeEnd),
    codeEnd,
  };
}

function wxaTypeOf(value: unknown): keyof typeof WXA_TYPES | null {
  if (value === 0) return 'release';
  if (value === 1) return 'development';
  return value === 2 ? 'trial' : null;
}
