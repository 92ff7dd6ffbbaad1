export type OAuthFailure =
  /** A page in WeChat's preview mode: the identity is made up. */
  'snapshot' | 'failed';

/** Where a browser ends that has no page of its own to come back to. */
export const failedHome = '/?wechat=failed';

/** The page, told that WeChat did not say who this is: it offers the other ways. */
export function withFailure(path: string, failure: OAuthFailure): string {
  return `${path}${path.includes('?') ? '&' : '?'}wechat=${failure}`;
}
