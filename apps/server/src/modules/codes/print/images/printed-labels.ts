import { setImmediate as afterOthers } from 'node:timers/promises';
import { groupsOf } from '../groups-of.ts';
import type { CodeSource } from '../print-types.ts';
import { printedUrl } from '../printed-url.ts';
import { qrMatrix } from './qr-matrix.ts';
import type { QrMatrix } from './qr-matrix.ts';

/** What is printed at the place of a serial. */
export interface PrintedLabel {
  /** The serial of the place, also where a mark stands: nothing shows which one it is. */
  place: number;
  groups: string;
  matrix: QrMatrix;
}

/** A QR code takes half a millisecond; a claim should wait no longer than a few. */
const sliceMs = 3;

/** The labels of the codes in order. Lets the event loop run in between. */
export async function* printedLabels(source: CodeSource): AsyncGenerator<PrintedLabel> {
  const marks = new Map(source.marks.map(({ serial, standsFor }) => [standsFor, serial]));
  let sliceEnd = performance.now() + sliceMs;
  for (let place = source.firstSerial; place <= source.lastSerial; place++) {
    if (performance.now() > sliceEnd) {
      await afterOthers();
      sliceEnd = performance.now() + sliceMs;
    }
    const code = source.cipher.encode(source.batchId, marks.get(place) ?? place);
    const matrix = qrMatrix(printedUrl(source, code));
    yield { place, groups: groupsOf(code, source.hasCheckSymbol), matrix };
  }
}

/** Codes of a source. */
export function countLabels({ firstSerial, lastSerial }: CodeSource): number {
  return lastSerial - firstSerial + 1;
}
