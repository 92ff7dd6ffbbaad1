import type { CodeEventAction } from '@mashang/contract';
import { beijingMinute } from './platform/clock.ts';
import type { Language } from './texts.ts';

/** What the words of an event are made of; each action uses what it knows. */
export interface CodeEventWords {
  /** Null: blank codes. */
  productName: string | null;
  pointsPerCode: number | null;
  activatesAt: Date | null;
  deliveryId: number | null;
  recipient: string;
  fileName: string;
}

type Said = Record<CodeEventAction, (words: CodeEventWords) => string>;

const nothing = () => '';

/** What an event in the history of a batch says beside its serials. */
export const codeEventTexts: Record<Language, Said> = {
  zh: {
    ordered: ({ productName }) => (productName === null ? '空白码，未指定产品' : productName),
    imported: ({ fileName }) => fileName,
    delivered: ({ deliveryId, recipient }) => `交付 ${deliveryId}：${recipient}`,
    activated: nothing,
    scheduled: ({ activatesAt }) => (activatesAt ? `${beijingMinute(activatesAt)} 起生效` : ''),
    revoked: nothing,
    frozen: nothing,
    thawed: nothing,
    voided: nothing,
    productSet: ({ productName }) => productName ?? '',
    pointsSet: ({ pointsPerCode }) =>
      pointsPerCode === null ? '按产品的积分规则' : `每码 ${pointsPerCode} 分`,
  },
  en: {
    ordered: ({ productName }) => (productName === null ? 'Blank, without a product' : productName),
    imported: ({ fileName }) => fileName,
    delivered: ({ deliveryId, recipient }) => `Delivery ${deliveryId}: ${recipient}`,
    activated: nothing,
    scheduled: ({ activatesAt }) => (activatesAt ? `From ${beijingMinute(activatesAt)} on` : ''),
    revoked: nothing,
    frozen: nothing,
    thawed: nothing,
    voided: nothing,
    productSet: ({ productName }) => productName ?? '',
    pointsSet: ({ pointsPerCode }) =>
      pointsPerCode === null ? 'The rule of the product' : `${pointsPerCode} points a code`,
  },
};
