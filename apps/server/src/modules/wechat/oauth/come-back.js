/** Where a browser ends that has no page of its own to come back to. */
export const failedHome = '/?wechat=failed';
/** The page, told that WeChat did not say who this is: it offers the other ways. */
export function withFailure(path, failure) {
    return `${path}${path.includes('?') ? '&' : '?'}wechat=${failure}`;
}
