export interface Shipment {
  carrier: string;
  trackingNumber: string;
}

interface ShipmentRow extends Shipment {
  redemptionId: number;
}

export const shipmentMax = { carrier: 40, trackingNumber: 60 } as const;

/** Whether pasted text is more than one cell, to be spread over the rows. */
export function isTable(text: string): boolean {
  return /[\t\n\r]/.test(text.trim());
}

/**
 * Spreads pasted lines over the rows, from the row `start` on. A line is `number`, `carrier number`
 * or, in any order of lines, `redemption number carrier number`; columns are parted by tabs, commas
 * or blanks. Empty cells keep what was there.
 */
export function spreadShipments(
  rows: readonly ShipmentRow[],
  text: string,
  start: number,
): ShipmentRow[] {
  const result = rows.map((row) => ({ ...row }));
  let next = start;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const named =
      cells.length > 2 ? result.find((row) => row.redemptionId === idOf(cells[0])) : null;
    const row = named ?? result[next];
    if (!named) next += 1;
    if (row) fill(row, named ? cells.slice(1) : cells);
  }
  return result;
}

/** Tracking numbers that were typed more than once: several gifts in a parcel, or a slip. */
export function hasDuplicates(rows: readonly Shipment[]): boolean {
  const numbers = rows.map((row) => row.trackingNumber.trim()).filter(Boolean);
  return new Set(numbers).size < numbers.length;
}

function cellsOf(line: string): string[] {
  const parted = line.includes('\t') ? line.split('\t') : line.trim().split(/[,，;；\s]+/);
  return parted.map((cell) => cell.trim());
}

function idOf(cell: string | undefined): number {
  return Number(cell?.replace(/^#/, ''));
}

function fill(row: ShipmentRow, cells: readonly string[]): void {
  const [carrier = '', trackingNumber = ''] = cells.length > 1 ? cells : ['', cells[0]];
  if (carrier !== '') row.carrier = carrier.slice(0, shipmentMax.carrier);
  if (trackingNumber !== '') {
    row.trackingNumber = trackingNumber.slice(0, shipmentMax.trackingNumber);
  }
}
