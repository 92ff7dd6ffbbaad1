import { isRegion, regionTree } from '@mashang/contract/region-tree';
/**
 * The code of a region as people write it: six digits, 「江苏省 苏州市」, 「江苏/苏州」, 「苏州」; null when
 * it is unknown or could be several.
 */
export function findRegion(text) {
    const known = remembered.get(text);
    if (known !== undefined)
        return known;
    const code = readRegion(text);
    if (remembered.size >= rememberedMax)
        remembered.clear();
    if (text.length <= textMax)
        remembered.set(text, code);
    return code;
}
/** A file says the same few regions again and again. */
const remembered = new Map();
const rememberedMax = 2_000;
const textMax = 60;
function readRegion(text) {
    const plain = text.normalize('NFKC').replace(/[\s\p{P}\p{S}\p{C}]/gu, '');
    if (/^\d{6}$/.test(plain))
        return isRegion(plain) ? plain : null;
    if (plain === '' || plain.length > textMax)
        return null;
    const codes = provinces.flatMap((province) => matchProvince(province, plain));
    const found = codes.length > 0 ? codes : cities.flatMap((city) => matchNode(city, plain));
    const different = [...new Set(found)];
    return different.length === 1 ? different[0] : null;
}
const provinceEnding = /(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$/;
const cityEnding = /地区$|自治州$|市$|盟$/;
const countyEnding = /自治县$|区$|县$|市$|旗$/;
const provinces = regionTree.map((province) => nameNode(province, [provinceEnding, cityEnding, countyEnding]));
const cities = provinces.flatMap((province) => province.children);
function nameNode(node, [ending, ...endings]) {
    const short = ending === undefined ? node.text : node.text.replace(ending, '');
    return {
        code: node.value,
        names: short.length >= 2 && short !== node.text ? [node.text, short] : [node.text],
        children: (node.children ?? []).map((child) => nameNode(child, endings)),
    };
}
/** People leave out the city: 北京市 朝阳区, 江苏 昆山. */
function matchProvince(province, text) {
    return rests(province, text).flatMap((rest) => {
        if (rest === '')
            return [province.code];
        const inCities = province.children.flatMap((city) => matchNode(city, rest));
        if (inCities.length > 0)
            return inCities;
        const counties = province.children.flatMap((city) => city.children);
        return counties.flatMap((county) => matchNode(county, rest));
    });
}
function matchNode(node, text) {
    return rests(node, text).flatMap((rest) => rest === '' ? [node.code] : node.children.flatMap((child) => matchNode(child, rest)));
}
/** What follows a name of the node, for every one the text starts with. */
function rests({ names }, text) {
    return names.filter((name) => text.startsWith(name)).map((name) => text.slice(name.length));
}
