import { texts, type Language } from '../../texts.ts';
import type { LedgerEntry } from './list-entries.ts';

/** Why these points, in words: 「基础 10 分」. */
export function explainEntry(entry: Pick<LedgerEntry, 'explanation'>, language: Language): string {
  return texts[language].entryBase(entry.explanation.base);
}
