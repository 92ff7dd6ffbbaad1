/** A misfortune planned for the next calls of one path of the API host, or of all. */
export interface Fault {
  /** Exact path, for example `/cgi-bin/stable_token`; `*` for all. */
  path: string;
  /** How many calls it spoils, `always` until it is cleared; default 1. */
  times?: number | 'always';
  errcode?: number;
  errmsg?: string;
  /** Waits before answering (alone: a slow but right answer). */
  delayMs?: number;
  /** Answers this text instead of JSON. */
  body?: string;
  /** HTTP status to go with the body; default 200. */
  status?: number;
  /** Resets the connection without an answer. */
  drop?: boolean;
  /** Ends all access tokens (42001, or 40001), or the ticket, before the call is looked at. */
  token?: 'expired' | 'revoked' | 'ticket';
}

/** A fault that waits for its calls. */
export interface PlannedFault extends Fault {
  id: number;
  /** How many calls it has spoiled. */
  hits: number;
}

/** Takes the fault planned for this call, if any, and counts it down. One of the path comes first. */
export function takeFault(faults: PlannedFault[], path: string): PlannedFault | null {
  const fault =
    faults.find((planned) => planned.path === path) ??
    faults.find((planned) => planned.path === '*');
  if (!fault) return null;
  countDown(faults, fault);
  return fault;
}

/** Counts a fault down, and takes it off the list after its last time. */
export function countDown<F extends { times?: number | 'always'; hits: number }>(
  faults: F[],
  fault: F,
): void {
  fault.hits += 1;
  if (fault.times === 'always') return;
  const left = (fault.times ?? 1) - 1;
  if (left <= 0) faults.splice(faults.indexOf(fault), 1);
  else fault.times = left;
}
