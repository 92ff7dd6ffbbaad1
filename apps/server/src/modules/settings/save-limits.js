import { cleanLine } from '../../platform/clean-text.ts';
import { limitAbove, templateEmpty, templateTitleTwice } from './errors.ts';
import { saveSetting } from './setting-store.ts';
/** A limit that another one keeps from ever being reached is a slip. Throws bad_request, changed_meanwhile. */
export async function saveGuards(tx, tools, { version, ...value }) {
    requireInOrder(['连续错误次数', value.wrongInARowMax], ['每日错误次数', value.wrongPerDayMax]);
    requireInOrder(['每分钟查询次数', value.checksPerMinuteMax], ['每日查询次数', value.checksPerDayMax]);
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'guards', value, version });
}
/** Throws bad_request, changed_meanwhile. */
export async function saveAppeals(tx, tools, { version, templates, ...limits }) {
    requireInOrder(['需要第二人审批的积分', limits.approvalAbovePoints], ['单次补发积分上限', limits.pointsMax]);
    requireInOrder(['单次补发积分上限', limits.pointsMax], ['每人每日补发积分上限', limits.clerkPointsPerDayMax]);
    const value = { ...limits, templates: cleanTemplates(templates) };
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'appeals', value, version });
}
function requireInOrder(smaller, larger) {
    if (smaller[1] > larger[1])
        throw limitAbove(smaller[0], larger[0]);
}
/** A title is what a clerk chooses by: it is there once. */
function cleanTemplates(templates) {
    const titles = new Set();
    return templates.map(({ title, text }) => {
        const clean = { title: cleanLine(title), text: cleanLine(text) };
        if (clean.title === '' || clean.text === '')
            throw templateEmpty();
        if (titles.has(clean.title))
            throw templateTitleTwice(clean.title);
        titles.add(clean.title);
        return clean;
    });
}
