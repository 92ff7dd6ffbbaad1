import type { TableFormat } from '@mashang/contract';
import type { CodeSource, PrintFile } from './print-types.ts';

/** Codes as lines of text. */
export function openTable(_source: CodeSource, _format: TableFormat): PrintFile {
  throw new TypeError('tables are not made yet');
}
