import type { RejectionReason } from '@mashang/contract';

/** What head office reads about an import: why it failed, why a line was refused. */
export const importTexts = {
  empty: '文件是空的，没有可导入的码',
  spreadsheet: '这是 Excel 或压缩文件。请在 Excel 中另存为“CSV UTF-8”，再上传',
  utf16: '文件是 UTF-16 编码。请另存为 UTF-8 编码的 CSV 或 TXT，再上传',
  binary: '这不是文本文件，读不出码。请上传 UTF-8 编码的 CSV 或 TXT，每行一个码',
  fileMissing: '上传的文件在服务器上找不到了，请重新上传',
  fileChanged: '上传的文件在服务器上不完整，请重新上传',
  uploadBroken: '上传中断，文件没有收完，请重新上传',
  noFile: '请求里没有文件，请选择一个 CSV 或 TXT 文件',
  diskFull: '服务器磁盘空间不足，文件没有保存，请联系管理员',
  tooLarge: (bytesMax: number) =>
    `文件太大，最多 ${(bytesMax / 2 ** 30).toFixed(1)} GB，请拆成几个文件`,
  nothingAccepted: (counts: { duplicates: number; malformed: number }) =>
    counts.duplicates + counts.malformed === 0
      ? '文件里没有码，只有空行或表头'
      : `没有一行可以导入：${counts.duplicates} 行重复，${counts.malformed} 行无法识别。请看被拒的行`,
};

export const rejectionTexts: Record<RejectionReason, string> = {
  duplicateInFile: '与本文件中另一行重复',
  duplicateInDatabase: '此前的导入中已有这个码',
  tooLong: '这一行超过 512 字节，不像是码',
  notText: '第一列不是可读的文字（空、乱码、非 UTF-8 或引号不成对）',
  looksLikeOwnCode: '这是本系统生成的码，不需要导入',
};
