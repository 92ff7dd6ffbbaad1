import type { LiveTotals, PointsEntry } from '@mashang/contract';

export interface LiveNews {
  totals: LiveTotals;
  entries: PointsEntry[];
}

export interface LiveFeedOptions {
  readTotals: () => Promise<LiveTotals>;
  /** Entries made at or after `since`, newest first, at most `limit`. */
  readEntries: (since: Date, limit: number) => Promise<PointsEntry[]>;
  now: () => Date;
  onError: (error: unknown) => void;
  intervalMs?: number;
}

/** Claims may commit a moment after their own time stamp; look that far back for late ones. */
const overlapMs = 5_000;
const entriesMax = 20;

/**
 * Looks for news once a second while somebody listens, once for all listeners of this process. It
 * asks the database instead of being told, so it is right with any number of server processes.
 */
export function createLiveFeed(options: LiveFeedOptions): {
  /** `onStop` is called when the feed ends for all; returns the way to leave before that. */
  subscribe: (listener: (news: LiveNews) => void, onStop?: () => void) => () => void;
  countListeners: () => number;
  stop: () => void;
} {
  const listeners = new Map<(news: LiveNews) => void, (() => void) | undefined>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let lastTotals = '';
  let sent = new Map<string, number>();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const news = await readNews();
      if (news) for (const listener of listeners.keys()) listener(news);
    } catch (error) {
      options.onError(error);
    } finally {
      looking = false;
    }
  }

  async function readNews(): Promise<LiveNews | null> {
    const totals = await options.readTotals();
    const text = JSON.stringify(totals);
    if (text === lastTotals) return null;
    const sinceMs = options.now().getTime() - overlapMs;
    const recent = await options.readEntries(new Date(sinceMs), entriesMax);
    // Only now: if reading the entries fails, the next look must find the same news.
    lastTotals = text;
    const entries = recent.filter((entry) => !sent.has(entry.entryId));
    sent = new Map([...sent].filter(([, atMs]) => atMs >= sinceMs));
    for (const entry of recent) sent.set(entry.entryId, Date.parse(entry.createdAt));
    return { totals, entries };
  }

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function stop(): void {
    rest();
    for (const onStop of [...listeners.values()]) onStop?.();
    listeners.clear();
  }

  return {
    subscribe(listener, onStop) {
      listeners.set(listener, onStop);
      // Whoever comes first starts from now: earlier entries are in the list already.
      void options.readTotals().then(
        (totals) => listeners.has(listener) && listener({ totals, entries: [] }),
        (error: unknown) => options.onError(error),
      );
      timer ??= setInterval(() => void look(), options.intervalMs ?? 1000);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) rest();
      };
    },
    countListeners: () => listeners.size,
    stop,
  };
}
