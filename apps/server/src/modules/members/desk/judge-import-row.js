import { cleanLine } from '../../../platform/clean-text.ts';
import { cleanNote, cleanTags } from './clean-member-fields.ts';
import { findRegion } from './find-region.ts';
export const tagsMax = 20;
const nameMax = 40;
const shopMax = 60;
const tagMax = 20;
const remarkMax = 500;
const kindWords = {
    消费者: 'consumer',
    普通消费者: 'consumer',
    consumer: 'consumer',
    厨师: 'chef',
    chef: 'chef',
};
/** Reads the cells of one row, or says in a word what is wrong with them. */
export function judgeImportRow(mobiles, cells) {
    const mobile = mobiles.find(cells.mobile);
    if (mobile === null)
        return { problem: mobileProblem(cells.mobile) };
    const name = cleanLine(cells.name);
    if (lengthOf(name) > nameMax)
        return { problem: 'nameTooLong' };
    const kindWord = cleanLine(cells.kind).normalize('NFKC').toLowerCase();
    const kind = Object.hasOwn(kindWords, kindWord) ? kindWords[kindWord] : null;
    if (kindWord !== '' && kind === null)
        return { problem: 'kindUnknown' };
    const shopName = cleanLine(cells.shop);
    if (lengthOf(shopName) > shopMax)
        return { problem: 'shopTooLong' };
    const region = cleanLine(cells.region);
    const regionCode = region === '' ? null : findRegion(region);
    if (region !== '' && regionCode === null)
        return { problem: 'regionUnknown' };
    const tags = cleanTags(cells.tags.split(/[;；、,，|\n]/));
    if (tags.some((tag) => lengthOf(tag) > tagMax))
        return { problem: 'tagTooLong' };
    if (tags.length > tagsMax)
        return { problem: 'tooManyTags' };
    const remark = cleanNote(cells.remark);
    if (lengthOf(remark) > remarkMax)
        return { problem: 'remarkTooLong' };
    return {
        mobile,
        name: name || null,
        kind,
        shopName: shopName || null,
        regionCode,
        tags,
        remark: remark || null,
    };
}
function mobileProblem(text) {
    if (cleanLine(text) === '')
        return 'mobileMissing';
    return /^\s*1[.\d]*e\+?\d+\s*$/i.test(text) ? 'mobileScientific' : 'mobileInvalid';
}
/** In characters, as the contract counts. */
function lengthOf(text) {
    return Array.from(text).length;
}
