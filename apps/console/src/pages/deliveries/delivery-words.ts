import type { Delivery, DeliveryState, PrintFormat } from '@mashang/contract';
import { formatNumber } from '../../shared/format.ts';
import type { Texts } from '../../shared/texts.ts';

/** The colour of a tag: green to be taken, grey over, red stopped by us. */
export const stateTypes = {
  open: 'success',
  usedUp: 'info',
  expired: 'warning',
  revoked: 'danger',
} as const satisfies Record<DeliveryState, string>;

/** A print format in one line: CSV · address, serial · UTF-8. */
export function sayFormat(format: PrintFormat, { printFormat }: Texts): string {
  const kind = format.kind.toUpperCase();
  if (format.kind === 'pdf') {
    const label = `${format.labelWidthMm}×${format.labelHeightMm} mm`;
    return `${kind} · ${printFormat.perPage(format.columns * format.rows)} · ${label}`;
  }
  if ('moduleMm' in format) {
    return `${kind} · ${printFormat.moduleShort(format.moduleMm)}`;
  }
  const columns = format.columns
    .map((column) => printFormat.columnNames[column])
    .join(printFormat.listSeparator);
  const split =
    format.splitEvery === null ? [] : [printFormat.splitShort(formatNumber(format.splitEvery))];
  return [kind, columns, format.encoding.toUpperCase(), ...split].join(' · ');
}

/** Codes of a copy. */
export function countCodes({ firstSerial, lastSerial }: Delivery): number {
  return lastSerial - firstSerial + 1;
}

export function saySpan({ firstSerial, lastSerial }: Delivery): string {
  return `${formatNumber(firstSerial)} – ${formatNumber(lastSerial)}`;
}
