import { sendTable } from '../../../platform/send-table.ts';
import { importStateConflict } from './errors.ts';
import { columnHeadings, importColumns } from './import-columns.ts';
import { problemTexts } from './import-texts.ts';
const rowsPerPage = 1_000;
const exampleRows = {
    zh: ['15400000001', '张三', '厨师', '好味餐厅', '江苏省 苏州市', '老客户;面馆', ''],
    en: ['15400000001', 'Zhang San', 'chef', 'Good Taste', '320500', 'regular;noodles', ''],
};
/** A file to fill in, with one example row. */
export function sendTemplate(exchange, { format, language }) {
    sendTable(exchange, {
        format,
        name: language === 'zh' ? '会员导入模板' : 'member-template',
        plainName: 'member-template',
        columns: importColumns.map((column) => columnHeadings[column][language]),
        rows: [exampleRows[language]],
    });
}
/**
 * Sends the rows that cannot be taken as the file had them, with number and reason: to be mended and
 * sent again as it is. Throws import_state_conflict while the file is being checked.
 */
export function sendImportErrors(exchange, tools, file) {
    const { memberImportId, state, format, language } = file;
    if (state === 'checking')
        throw importStateConflict('文件还在检查，请稍后再下载', state);
    const isChinese = language === 'zh';
    sendTable(exchange, {
        format,
        name: `${isChinese ? '会员导入错误' : 'member-import-errors'}-${memberImportId}`,
        plainName: `member-import-errors-${memberImportId}`,
        columns: [
            isChinese ? '行号' : 'row',
            isChinese ? '错误原因' : 'reason',
            ...importColumns.map((column) => columnHeadings[column][language]),
        ],
        rows: wrongRows(tools, memberImportId, language),
    });
}
async function* wrongRows({ db, rowSeal }, memberImportId, language) {
    for (let behind = 0;;) {
        const rows = await db
            .selectFrom('memberImportRow')
            .select(['lineNumber', 'sealed', 'problem'])
            .where('memberImportId', '=', memberImportId)
            .where('outcome', '=', 'wrong')
            .where('lineNumber', '>', behind)
            .orderBy('lineNumber')
            .limit(rowsPerPage)
            .execute();
        const last = rows.at(-1);
        if (last === undefined)
            return;
        for (const { lineNumber, sealed, problem } of rows) {
            const cells = rowSeal.unseal(sealed);
            const reason = problemTexts[problem][language];
            yield [lineNumber, reason, ...importColumns.map((column) => cells[column])];
        }
        behind = last.lineNumber;
    }
}
