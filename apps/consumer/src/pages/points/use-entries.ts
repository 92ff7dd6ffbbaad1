import type { EntryKind, OwnEntry } from '@mashang/contract';
import { ref, shallowRef } from 'vue';
import { call } from '../../shared/api.ts';

const pageSize = 20;

/** The history, page after page. `kind` narrows it; changing it starts from the newest again. */
export function useEntries() {
  const rows = shallowRef<OwnEntry[]>([]);
  const kind = ref<EntryKind>();
  const loading = ref(false);
  const failed = ref(false);
  const finished = ref(false);
  let cursor: string | null = null;
  /** Answers to a question no longer asked are dropped. */
  let question = 0;

  async function loadMore(): Promise<void> {
    const asked = question;
    loading.value = true;
    failed.value = false;
    try {
      const page = await call('GET /api/me/entries', {
        query: {
          limit: pageSize,
          ...(cursor && { cursor }),
          ...(kind.value && { kind: kind.value }),
        },
      });
      if (asked !== question) return;
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows;
      cursor = page.next;
      finished.value = page.next === null;
    } catch {
      if (asked === question) failed.value = true;
    } finally {
      if (asked === question) loading.value = false;
    }
  }

  /** Newest first again; the old rows stay until the new ones are here. */
  async function reload(): Promise<void> {
    question += 1;
    cursor = null;
    finished.value = false;
    await loadMore();
  }

  async function show(chosen: EntryKind | undefined): Promise<void> {
    kind.value = chosen;
    rows.value = [];
    await reload();
  }

  return { rows, kind, loading, failed, finished, loadMore, reload, show };
}
