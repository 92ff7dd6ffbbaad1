import type { Tx } from '../platform/database.ts';

/** One promise of the product, and how it is checked on the data itself. */
export interface Check {
  /** As the report and `--json` name it. */
  name: string;
  /** The promise, in one sentence. */
  promise: string;
}

/** What a part of the audit found out about one promise. */
export interface CheckResult extends Check {
  /** Rows the promise was checked on. */
  looked: number;
  violations: number;
  /** The first of them, as short sentences. */
  examples: string[];
}

export interface AuditReport {
  checks: CheckResult[];
  /** Rows of claim and points_entry in the snapshot that was read. */
  claims: number;
  entries: number;
  violations: number;
}

const examplesMax = 20;

/** Counts what is looked at and found, by check; the order of checks is that of their first mention. */
export function createFindings(): {
  looked: (check: Check, rows: number) => void;
  found: (check: Check, example: string) => void;
  results: () => CheckResult[];
} {
  const byName = new Map<string, CheckResult>();
  function of(check: Check): CheckResult {
    let result = byName.get(check.name);
    if (!result) {
      result = { ...check, looked: 0, violations: 0, examples: [] };
      byName.set(check.name, result);
    }
    return result;
  }
  return {
    looked: (check, rows) => {
      of(check).looked += rows;
    },
    found: (check, example) => {
      const result = of(check);
      result.violations += 1;
      if (result.examples.length < examplesMax) result.examples.push(example);
    },
    results: () => [...byName.values()],
  };
}

export type Findings = ReturnType<typeof createFindings>;

/** A part of the audit: reads in the one snapshot, a page of members or rows at a time. */
export type AuditPart = (tx: Tx, findings: Findings, pages: MemberPages) => Promise<void>;

/** Runs `work` for every page of members, in their order; the last page has no upper end. */
export type MemberPages = (
  work: (page: { after: number; upTo: number }) => Promise<void>,
) => Promise<void>;
