import { cleanLine } from '../../../platform/clean-text.ts';
import { fieldEmpty } from './errors.ts';
/** Throws bad_request for a name nobody can see. The region is checked by whoever writes it. */
export function cleanMemberFields(body) {
    const name = cleanLine(body.name);
    if (name === '')
        throw fieldEmpty('name', '姓名');
    return {
        name,
        kind: body.kind,
        shopName: cleanLine(body.shopName),
        regionCode: body.regionCode,
        tags: cleanTags(body.tags),
        remark: cleanNote(body.remark),
    };
}
/** Every tag once, in the order given; empty ones are dropped. */
export function cleanTags(tags) {
    return [...new Set(tags.map(cleanLine))].filter((tag) => tag !== '');
}
/** As `cleanLine`, but lines stay lines. */
export function cleanNote(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map(cleanLine)
        .join('\n')
        .trim();
}
