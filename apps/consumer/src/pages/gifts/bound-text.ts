import { t } from '../../shared/language.ts';
import type { Bound } from './how-many.ts';

const keys = {
  stock: 'mostByStock',
  limit: 'mostByLimit',
  points: 'mostByPoints',
  order: 'mostByOrder',
} as const;

/** Why no more pieces can be taken. */
export function boundText({ count, bound }: { count: number; bound: Bound }): string {
  return t(keys[bound], { count });
}
