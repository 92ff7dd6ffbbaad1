import { ref, shallowRef } from 'vue';
import { noticeLostSession } from './session.ts';

interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** A list, page after page. `reload` starts again from the top, e.g. when a filter changed. */
export function useRows<Row>(readPage: (cursor: string | undefined) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[]>([]);
  const loading = ref(false);
  const failure = shallowRef<unknown>();
  const finished = ref(false);
  let cursor: string | null = null;
  /** Answers to a question no longer asked are dropped. */
  let question = 0;

  async function loadMore(): Promise<void> {
    const asked = question;
    loading.value = true;
    failure.value = undefined;
    try {
      const page = await readPage(cursor ?? undefined);
      if (asked !== question) return;
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows;
      cursor = page.next;
      finished.value = page.next === null;
    } catch (error) {
      if (asked !== question) return;
      failure.value = error;
      await noticeLostSession(error);
    } finally {
      if (asked === question) loading.value = false;
    }
  }

  /** From the top; the old rows stay until the new ones are here, unless they answer another question. */
  async function reload(options: { keepRows: boolean } = { keepRows: true }): Promise<void> {
    question += 1;
    cursor = null;
    finished.value = false;
    if (!options.keepRows) rows.value = [];
    await loadMore();
  }

  return { rows, loading, failure, finished, loadMore, reload };
}
