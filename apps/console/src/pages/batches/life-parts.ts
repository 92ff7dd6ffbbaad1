import type { BatchCounts, BatchState } from '@mashang/contract';

/** The stations of a code's life in their order. */
export const lifeOrder: readonly BatchState[] = [
  'importing',
  'minted',
  'delivered',
  'scheduled',
  'activated',
  'frozen',
  'void',
];

export interface LifePart {
  state: BatchState;
  serials: number;
  /** Of all codes, as people read it. */
  share: string;
  /** From 0 to 1. */
  weight: number;
}

/** How codes are spread over the stations of their life; stations without codes are left out. */
export function lifeParts(serialsByState: BatchCounts['serialsByState']): LifePart[] {
  const all = serialsByState.reduce((sum, { serials }) => sum + serials, 0);
  return lifeOrder.flatMap((state) => {
    const serials = serialsByState.find((part) => part.state === state)?.serials ?? 0;
    if (serials === 0) return [];
    return [{ state, serials, share: shareOf(serials, all), weight: serials / all }];
  });
}

/** A share in percent that never says 0 or 100 where something, or something else, is left. */
export function shareOf(count: number, all: number): string {
  if (all === 0 || count === 0) return '0%';
  if (count === all) return '100%';
  const percent = (100 * count) / all;
  if (percent < 0.01) return '<0.01%';
  if (percent > 99.99) return '>99.99%';
  return `${percent.toFixed(percent < 1 || percent > 99 ? 2 : 1)}%`;
}
