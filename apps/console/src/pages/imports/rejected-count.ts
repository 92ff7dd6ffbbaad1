import type { CodeImport } from '@mashang/contract';

/** Lines of a file that were not taken, whatever the reason. */
export function rejectedCount(
  codeImport: Pick<CodeImport, 'duplicateInFile' | 'duplicateInDatabase' | 'malformed'>,
): number {
  return codeImport.duplicateInFile + codeImport.duplicateInDatabase + codeImport.malformed;
}
