import { isCounty, regionTree } from '@mashang/contract/region-tree';
import { cleanLine } from '../../platform/clean-text.ts';
import { addressRegionUnknown, nameMissing } from './errors.ts';
const citiesWithoutCounties = new Set(regionTree.flatMap(({ children: cities = [] }) => cities.filter(({ children = [] }) => children.length === 0).map(({ value }) => value)));
/**
 * An address as it is kept and printed on a slip: clean lines, eleven digits, a place a parcel can go
 * to. Throws bad_request naming the field, or mobile_invalid.
 */
export function readAddressFields(input, mobiles) {
    const recipient = cleanLine(input.recipient);
    const detail = cleanLine(input.detail);
    const { regionCode } = input;
    if (recipient === '')
        throw nameMissing('recipient');
    if (detail === '')
        throw nameMissing('detail');
    if (!isCounty(regionCode) && !citiesWithoutCounties.has(regionCode))
        throw addressRegionUnknown();
    return { recipient, mobile: mobiles.read(input.mobile).number, regionCode, detail };
}
