/** A misfortune planned for the next calls of one path of the API host. */
export interface Fault {
  /** Exact path, for example `/cgi-bin/stable_token`. */
  path: string;
  /** How many calls it spoils; default 1. */
  times?: number;
  errcode?: number;
  errmsg?: string;
  /** Waits before answering (alone: a slow but right answer). */
  delayMs?: number;
  /** Answers this text instead of JSON. */
  body?: string;
  /** Breaks the connection without an answer. */
  drop?: boolean;
}

/** Takes the fault planned for this call, if any, and counts it down. */
export function takeFault(faults: Fault[], path: string): Fault | null {
  const index = faults.findIndex((fault) => fault.path === path);
  const fault = faults[index];
  if (!fault) return null;
  const left = (fault.times ?? 1) - 1;
  if (left <= 0) faults.splice(index, 1);
  else fault.times = left;
  return fault;
}
