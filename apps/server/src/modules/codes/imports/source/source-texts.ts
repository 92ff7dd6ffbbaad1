/** Why an uploaded file cannot be read, for the clerk at head office. */
export const sourceTexts = {
  empty: '文件是空的，没有可导入的码',
  binary: '这不是文本文件，读不出码。请上传 CSV、TXT 或 XLSX，每行一个码',
  oldExcel:
    '这是旧版 Excel 文件（.xls）或加了密码的工作簿。请去掉密码，另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”，再上传',
  otherTable: '这是 xlsb 或 ods 表格。请另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”，再上传',
  otherArchive: (name: string) => `不支持 ${name} 压缩。请用 ZIP 或 GZIP 压缩，或直接上传原文件`,
  brokenArchive: '压缩文件已损坏或没有传完整，请重新压缩后上传',
  unsafeArchive: '压缩文件里有指向外面的路径，不安全，没有读。请只放要导入的文件，重新压缩后上传',
  encryptedArchive: '压缩文件有密码，请去掉密码再上传',
  nestedArchive: '压缩文件里还是压缩文件，请先解开一层再上传',
  emptyArchive: '压缩文件里没有可以读的文件（CSV、TXT 或 XLSX）',
  crowdedArchive: (entriesMax: number) =>
    `压缩文件里的文件太多（超过 ${entriesMax} 个），请只放要导入的文件`,
  bomb: '文件解压后异常地大，疑似压缩炸弹，没有继续读。请核对文件来源，或解压后再上传',
  workbookTooLarge: (bytesMax: number) =>
    `压缩包里的工作簿超过 ${bytesMax / 2 ** 30} GB，请解压后直接上传这个工作簿`,
  noSuchPart: (part: string) => `找不到“${part}”，请重新选择工作表或文件`,
  noSheet: '工作簿里没有工作表',
  brokenWorkbook: '工作簿已损坏，读不出来。请用 Excel 打开后另存，再上传',
  manySharedTexts: '工作簿里的文字太多，无法直接读取。请在 Excel 中另存为“CSV UTF-8”，再上传',
};

/** What the clerk should look at again before the import. */
export const warningTexts = {
  headerIsCode: (text: string) => `第一行“${text}”看起来也是码：勾选了“有表头”，这一行不会导入`,
  headerMissing: (text: string) =>
    `第一行“${text}”看起来是表头：没有勾选“有表头”，它会被当作码导入`,
  noCodes: (column: string) => `${column}看起来不是码，请核对所选的列`,
  betterColumn: (column: string) => `${column}更像是码，请核对所选的列`,
  repeated: (column: string) => `${column}有很多重复的值，每个码应当只出现一次`,
  mostlyEmpty: (column: string) => `${column}大多是空的`,
  unreadable: '有的行出现乱码，请核对编码',
  otherEncoding: (encoding: string) => `文件看起来是 ${encoding} 编码，请核对编码`,
  merged: '表中有合并的单元格：只有左上角的一格有值，其余的行按空行处理',
  lostDigits: '有的码按数字存放且超过 15 位，Excel 已经丢掉后面的数字。请以文本格式重新导出',
  dates: '所选的列里有日期，Excel 可能把码改成了日期。请以文本格式重新导出',
  noValue: '有的公式没有计算结果，这些行按空行处理。请用 Excel 打开后保存，再上传',
  hiddenSheets: (names: string) => `隐藏的工作表没有列出：${names}`,
  firstSheetOnly: (sheet: string) =>
    `压缩包里的工作簿有多张表，只读“${sheet}”。要选别的表，请单独上传这个工作簿`,
};

/** `第 3 列（二维码链接）`. */
export function columnName(index: number, heading: string): string {
  return heading === '' ? `第 ${index + 1} 列` : `第 ${index + 1} 列（${heading}）`;
}
