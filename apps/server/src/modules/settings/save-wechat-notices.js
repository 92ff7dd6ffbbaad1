import { cleanLine } from '../../platform/clean-text.ts';
import { noticeKindTwice, noticeTemplateEmpty, templateFieldTwice, templateIdTwice } from './errors.ts';
import { saveSetting } from './setting-store.ts';
/**
 * Within a channel a template stands once, and a notice is told by one template: otherwise nobody knows
 * which of two goes out. Throws bad_request, changed_meanwhile.
 */
export async function saveWechatNotices(tx, tools, { channels, templates: given, version }) {
    const templates = given.map(cleanTemplate);
    for (const channel of ['subscription', 'template']) {
        refuseCollisions(templates.filter((template) => template.channel === channel));
    }
    const value = { channels, templates };
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'wechatNotices', value, version });
}
function cleanTemplate(template) {
    const clean = {
        ...template,
        templateId: cleanLine(template.templateId),
        title: cleanLine(template.title),
    };
    if (clean.templateId === '' || clean.title === '')
        throw noticeTemplateEmpty();
    const names = new Set(template.fields.map(({ name }) => name));
    if (names.size < template.fields.length)
        throw templateFieldTwice(clean.title);
    return clean;
}
function refuseCollisions(templates) {
    const ids = new Set();
    const titles = new Map();
    for (const { templateId, title, kinds } of templates) {
        if (ids.has(templateId))
            throw templateIdTwice(title);
        ids.add(templateId);
        for (const kind of kinds) {
            const other = titles.get(kind);
            if (other !== undefined)
                throw noticeKindTwice(other, title);
            titles.set(kind, title);
        }
    }
}
