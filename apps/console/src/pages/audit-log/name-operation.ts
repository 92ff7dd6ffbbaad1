import type { AuditLine } from '@mashang/contract';
import { language, texts } from '../../shared/texts.ts';

interface NamedOperation {
  /** A line of the contract, e.g. `POST /api/hq/gifts`. */
  line: string;
  name: string;
}

/** What was done, in the reader's language; the contract's own summary is English. */
export function nameOperation({ operation, summary }: AuditLine): string {
  if (language.value === 'en' && summary) return summary;
  const known = findOperations('').find(({ line }) => line === operation);
  return known?.name ?? summary;
}

/** The operations whose name or line holds `part`, in the order of the console's pages. */
export function findOperations(part: string): NamedOperation[] {
  const wanted = part.trim().toLowerCase();
  return Object.entries(texts.value.audit.operations)
    .map(([line, name]) => ({ line, name }))
    .filter((operation) => Object.values(operation).join(' ').toLowerCase().includes(wanted));
}
