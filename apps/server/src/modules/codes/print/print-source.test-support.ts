import { createCodeCipher } from '@mashang/code-cipher';
import type { TableFormat } from '@mashang/contract';
import type { CodeSource, PrintFile } from './print-types.ts';

/** Codes of a batch under a key known to the tests; 1,000 of 16 symbols unless told otherwise. */
export function aSource(facts: Partial<CodeSource> & { codeLength?: 12 | 16 | 20 } = {}) {
  const { codeLength = 16, ...rest } = facts;
  const source: CodeSource = {
    batchId: 7,
    firstSerial: 0,
    lastSerial: 999,
    cipher: createCodeCipher({ key: new Uint8Array(32).fill(9), length: codeLength }),
    urlForm: 'mixed',
    gtin: null,
    hasCheckSymbol: false,
    productName: '鲜味酱油 500ml',
    publicUrl: 'https://points.example.cn',
    marks: [],
    ...rest,
  };
  return source;
}

export function aTable(facts: Partial<TableFormat> = {}): TableFormat {
  return {
    kind: 'txt',
    columns: ['url'],
    hasHeader: false,
    encoding: 'utf-8',
    newline: 'lf',
    splitEvery: null,
    ...facts,
  };
}

export async function bytesOf(file: Pick<PrintFile, 'read'>, first?: number, last?: number) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read(first, last)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
