import type { LiveTotals, PointsEntry } from '@mashang/contract';
import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { call } from './api.ts';

interface Listener {
  onEntries?: (entries: PointsEntry[]) => void;
  /** Entries may have been missed: the connection was away, or more came than an event carries. */
  onGap?: () => void;
}

const entriesPerEventMax = 20;
const retryMs = { first: 1000, most: 30_000 };

export const liveState = ref<'connecting' | 'live' | 'reconnecting'>('connecting');
export const liveTotals = shallowRef<LiveTotals | null>(null);

const listeners = new Set<Listener>();
/** They hear what comes, but do not open the stream: every open one takes a connection. */
const overhearers = new Set<Listener>();
let source: EventSource | null = null;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let delayMs = retryMs.first;

/** Listens to head office's event stream while the component lives; all listeners share one. */
export function useLive(listener: Listener = {}): void {
  onMounted(() => {
    listeners.add(listener);
    if (listeners.size > 1) return;
    window.addEventListener('online', open);
    open();
  });
  onUnmounted(() => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener('online', open);
    close();
    liveState.value = 'connecting';
  });
}

/** Hears the stream while some other component of the page keeps it open. */
export function useOverhearing(listener: Listener): void {
  onMounted(() => overhearers.add(listener));
  onUnmounted(() => overhearers.delete(listener));
}

function open(): void {
  close();
  source = new EventSource('/api/hq/live');
  source.addEventListener('open', announceOpen);
  source.addEventListener('live', (event) => hear(event.data as string));
  source.addEventListener('error', () => {
    liveState.value = 'reconnecting';
    // The browser retries by itself unless the answer was an HTTP error.
    if (source?.readyState === EventSource.CLOSED) retryLater();
  });
}

function close(): void {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
}

function announceOpen(): void {
  const wasAway = liveState.value === 'reconnecting';
  liveState.value = 'live';
  delayMs = retryMs.first;
  if (wasAway) for (const listener of everybody()) listener.onGap?.();
}

function hear(data: string): void {
  const { totals, entries } = JSON.parse(data) as { totals: LiveTotals; entries: PointsEntry[] };
  liveTotals.value = totals;
  if (entries.length === 0) return;
  for (const listener of everybody()) {
    listener.onEntries?.(entries);
    if (entries.length >= entriesPerEventMax) listener.onGap?.();
  }
}

function everybody(): Listener[] {
  return [...listeners, ...overhearers];
}

function retryLater(): void {
  clearTimeout(retryTimer);
  retryTimer = setTimeout(() => void retry(), delayMs);
  delayMs = Math.min(delayMs * 2, retryMs.most);
}

/** An EventSource cannot see a 401, so a staff-only call asks first; it leads to the login page. */
async function retry(): Promise<void> {
  try {
    await call('GET /api/hq/points-entries', { query: { limit: 1 } });
    if (listeners.size > 0) open();
  } catch {
    if (listeners.size > 0) retryLater();
  }
}
