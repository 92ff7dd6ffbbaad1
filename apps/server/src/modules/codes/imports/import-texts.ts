import type { RejectionReason } from '@mashang/contract';
import { ImportFileError } from './source/index.ts';
import { UploadLostError } from './upload-lost.ts';

/** What head office reads about an import: why it failed, why a line was refused. */
export const importTexts = {
  fileMissing: '上传的文件在服务器上找不到了，或者不完整，请重新上传',
  uploadBroken: '上传中断，文件没有收完，请重新上传',
  noFile: '请求里没有文件，请选择 CSV、TXT 或 XLSX 文件（可以是 gzip 或 zip 压缩包）',
  diskFull: '服务器磁盘空间不足，文件没有保存，请联系管理员',
  diskFullReading: '服务器磁盘空间不足，没有导入任何码。请联系管理员腾出空间后重新上传',
  forgotten: '上传后太久没有开始导入，文件已删除。如仍需要，请重新上传',
  tooLarge: (bytesMax: number) =>
    `文件太大，最多 ${(bytesMax / 2 ** 30).toFixed(1)} GB，请拆成几个文件`,
  nothingAccepted: (counts: { duplicates: number; malformed: number }) =>
    counts.duplicates + counts.malformed === 0
      ? '文件里没有码，只有空行或表头'
      : `没有一行可以导入：${counts.duplicates} 行重复，${counts.malformed} 行无法识别。请看被拒的行`,
};

type Language = 'zh' | 'en';

export const rejectionTexts: Record<Language, Record<RejectionReason, string>> = {
  zh: {
    duplicateInFile: '与本文件中另一行重复',
    duplicateInDatabase: '此前的导入中已有这个码',
    empty: '码的那一列是空的',
    tooLong: '太长，不像是码',
    notText: '不是可读的文字（乱码、引号不成对或编码不符）',
    looksLikeOwnCode: '这是本系统生成的码，不需要导入',
  },
  en: {
    duplicateInFile: 'the same as an earlier line of this file',
    duplicateInDatabase: 'imported before',
    empty: 'nothing in the column of the code',
    tooLong: 'too long to be a code',
    notText: 'not readable as text (garbled, unpaired quotes or another encoding)',
    looksLikeOwnCode: 'a code made by this system, which needs no import',
  },
};

/** Why a file could not be read, for the clerk; null for what trying again may mend, and for bugs. */
export function failureOf(error: unknown): string | null {
  if (error instanceof ImportFileError) return error.message;
  if (error instanceof UploadLostError) return importTexts.fileMissing;
  return isDiskFull(error) ? importTexts.diskFullReading : null;
}

export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
