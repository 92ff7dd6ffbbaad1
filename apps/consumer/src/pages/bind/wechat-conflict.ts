import { ApiError } from '../../shared/api.ts';

/** The number that was just proven is bound to another WeChat user, who may be replaced. */
export interface WechatConflict {
  mobileMasked: string;
  boundAt: string;
}

/** What a refused binding says of it; undefined for every other failure. */
export function wechatConflictIn(error: unknown): WechatConflict | undefined {
  if (!(error instanceof ApiError) || error.code !== 'wechat_already_bound') return undefined;
  const { mobileMasked, boundAt } = error.details;
  if (typeof mobileMasked !== 'string' || typeof boundAt !== 'string') return undefined;
  return Number.isNaN(Date.parse(boundAt)) ? undefined : { mobileMasked, boundAt };
}
