import { isRegion } from '@mashang/contract/region-tree';
import { cleanLine } from '../../platform/clean-text.ts';
import { nameMissing, regionUnknown } from './errors.ts';
/** Only fields worth writing, cleaned. A name of nothing visible counts as not given. */
export function cleanProfile(profile) {
    const { kind, shopName, regionCode } = profile;
    const name = profile.name === undefined ? '' : cleanLine(profile.name);
    if (typeof regionCode === 'string' && !isRegion(regionCode))
        throw regionUnknown();
    return {
        ...(name === '' ? {} : { name }),
        ...(kind === undefined ? {} : { kind }),
        ...(shopName === undefined ? {} : { shopName: cleanLine(shopName) }),
        ...(regionCode === undefined ? {} : { regionCode }),
    };
}
/** As `cleanProfile`, for a form that asks for a name. Throws bad_request when none is visible. */
export function cleanWholeProfile(profile) {
    const clean = cleanProfile(profile);
    if (clean.name === undefined)
        throw nameMissing('name');
    return clean;
}
/** What a member is called until somebody gives a name. */
export function nameOfNobody(mobileLast4) {
    return `会员${mobileLast4}`;
}
