import type { BodyOf, MemberKind } from '@mashang/contract';
import { cityOf } from '@mashang/contract/region-tree';
import type { Db } from '../../platform/database.ts';
import { campaignTexts } from '../../texts-campaigns.ts';
import type { Language } from '../../texts.ts';
import { batchNotFound, dryRunIncomplete, memberNotFound, productNotFound } from './errors.ts';
import type { ReadClaimedProducts } from './find-contenders.ts';

export type DryRunBody = BodyOf<'POST /api/hq/campaigns/dry-run'>;

export interface FoundCode {
  batchId: number;
  serial: number;
  /** The serial whose life and campaigns it shares: of a copy mark the one it stands for. */
  place: number;
  /** Null: a blank code. */
  productId: number | null;
  /** In force at the moment asked for. */
  state: 'importing' | 'minted' | 'activated' | 'frozen' | 'void';
  /** The points of its range; null: the product's rule. */
  pointsPerCode: number | null;
}

/** What other modules know of codes, products and members. */
export interface DryRunTools {
  /** The code in a text or an address; null when it is none of ours. */
  findCodeInText: (db: Db, text: string, at: Date) => Promise<FoundCode | null>;
  /** The range a serial of a batch lies in. */
  findRange: (
    db: Db,
    code: { batchId: number; serial: number; at: Date },
  ) => Promise<Pick<FoundCode, 'productId' | 'state' | 'pointsPerCode'> | null>;
  codeIdOf: (batchId: number, serial: number) => bigint;
  /** When the code was claimed; null when it was not. */
  readClaimedAt: (db: Db, codeId: bigint) => Promise<Date | null>;
  readProductRules: () => Promise<Map<number, { name: string; pointsPerCode: number }>>;
  describeMembers: (db: Db, memberIds: number[]) => Promise<Map<number, { name: string }>>;
  readClaimants: (
    db: Db,
    memberIds: number[],
  ) => Promise<
    Map<number, { status: 'active' | 'frozen'; kind: MemberKind; regionCode: string | null }>
  >;
  /** Codes the member had claimed by the end of that day, and on the day itself. */
  countClaimsOfMember: (
    db: Db,
    memberId: number,
    at: Date,
  ) => Promise<{ ever: number; onDay: number }>;
  readClaimedProducts: ReadClaimedProducts;
  /** Why this member would be turned away at that moment, whatever they scan; null when not. */
  refuseMember?: (
    db: Db,
    member: { memberId: number; kind: MemberKind; at: Date; language: Language },
  ) => Promise<string | null>;
}

/** The code that is asked for. */
export interface AskedCode {
  /** 0: none was given. */
  batchId: number;
  serial: number;
  codeId: bigint;
  productId: number;
  productName: string;
  basePoints: number;
  baseFrom: 'product' | 'range';
  refusal: string | null;
}

/** The member that is asked for, as they are or made up. */
export interface AskedMember {
  memberId: number | null;
  name: string | null;
  memberKind: MemberKind;
  regionCode: string | null;
  isFirstEver: boolean;
  isFirstOfDay: boolean;
  isFirstOfProduct: boolean;
  refusal: string | null;
}

/** The code of the question, or what is wrong with it. */
export async function readAskedCode(
  db: Db,
  body: DryRunBody,
  { at, language }: { at: Date; language: Language },
  tools: DryRunTools,
): Promise<AskedCode | 'unknownCode' | 'blankCode'> {
  const found = await findCode(db, body, at, tools);
  if (!found) return 'unknownCode';
  const { batchId, serial, place, productId, pointsPerCode } = found;
  if (productId === null) return 'blankCode';
  const product = (await tools.readProductRules()).get(productId);
  if (!product) throw productNotFound();
  return {
    batchId,
    serial: place,
    codeId: tools.codeIdOf(batchId, serial),
    productId,
    productName: product.name,
    basePoints: pointsPerCode ?? product.pointsPerCode,
    baseFrom: pointsPerCode === null ? 'product' : 'range',
    refusal: await refuseCode(db, found, tools, language),
  };
}

async function findCode(
  db: Db,
  { text, productId, batchId, serial = 0 }: DryRunBody,
  at: Date,
  tools: DryRunTools,
): Promise<FoundCode | null> {
  if (text !== undefined) return tools.findCodeInText(db, text, at);
  if (batchId === undefined) {
    if (productId === undefined) throw dryRunIncomplete('请给出码、产品或批次');
    const nowhere = { batchId: 0, serial: 0, place: 0 };
    return { ...nowhere, productId, state: 'activated', pointsPerCode: null };
  }
  const range = await tools.findRange(db, { batchId, serial, at });
  if (!range) throw batchNotFound();
  if (productId !== undefined && productId !== range.productId) {
    throw dryRunIncomplete(`批次 ${batchId} 是另一个产品的`);
  }
  return { ...range, batchId, serial, place: serial };
}

async function refuseCode(
  db: Db,
  { batchId, serial, state }: FoundCode,
  tools: DryRunTools,
  language: Language,
): Promise<string | null> {
  const words = campaignTexts[language].refusals;
  if (batchId === 0) return null;
  const claimedAt = await tools.readClaimedAt(db, tools.codeIdOf(batchId, serial));
  if (claimedAt) return words.claimed(claimedAt);
  return state === 'activated' ? null : words[state];
}

/** The member of the question. Of one as they are, what was made up is not looked at. */
export async function readAskedMember(
  db: Db,
  body: DryRunBody,
  { productId, at, language }: { productId: number; at: Date; language: Language },
  tools: DryRunTools,
): Promise<AskedMember> {
  const { memberId } = body;
  if (memberId === undefined) {
    const { memberKind = 'consumer', regionCode = null } = body;
    const { isFirstEver = false, isFirstOfDay = false, isFirstOfProduct = false } = body;
    return {
      memberId: null,
      name: null,
      memberKind,
      regionCode: regionCode === null ? null : cityOf(regionCode),
      isFirstEver,
      // The first one ever is the first of its day and of its product.
      isFirstOfDay: isFirstOfDay || isFirstEver,
      isFirstOfProduct: isFirstOfProduct || isFirstEver,
      refusal: null,
    };
  }
  const member = (await tools.readClaimants(db, [memberId])).get(memberId);
  if (!member) throw memberNotFound();
  const { kind, regionCode, status } = member;
  const names = await tools.describeMembers(db, [memberId]);
  const claims = await tools.countClaimsOfMember(db, memberId, at);
  const claimed = await tools.readClaimedProducts(db, [{ memberId, productId }]);
  const refusal = await tools.refuseMember?.(db, { memberId, kind, at, language });
  return {
    memberId,
    name: names.get(memberId)?.name ?? '',
    memberKind: kind,
    regionCode,
    isFirstEver: claims.ever === 0,
    isFirstOfDay: claims.onDay === 0,
    isFirstOfProduct: claimed.size === 0,
    refusal:
      status === 'frozen' ? campaignTexts[language].refusals.memberFrozen : (refusal ?? null),
  };
}
