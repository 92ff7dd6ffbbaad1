import { zipOf } from '../test-files.test-support.ts';

const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

/** A workbook with exactly this XML in its sheets, as spreadsheets of several makers write it. */
export function workbookOf(
  sheets: { name: string; rows: string; state?: string; after?: string }[],
  others: Record<string, string> = {},
): Promise<Buffer> {
  const files: Record<string, string> = {
    '[Content_Types].xml': types,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="r"><sheets>${sheets
      .map(({ name, state }, at) => {
        const shown = state === undefined ? '' : ` state="${state}"`;
        return `<sheet name="${name}" sheetId="${at + 1}"${shown} r:id="rId${at + 1}"/>`;
      })
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="http://x/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    ...others,
  };
  sheets.forEach(({ rows, after = '' }, at) => {
    files[`xl/worksheets/sheet${at + 1}.xml`] =
      `<worksheet><!-- a > b --><sheetData>${rows}</sheetData>${after}</worksheet>`;
  });
  return zipOf(files);
}
