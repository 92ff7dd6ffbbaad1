import type { CodeImport, ImportMapping, ImportPreview } from '@mashang/contract';
import { computed, onMounted, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** The first lines of an upload, read anew with every change of its mapping; the last one counts. */
export function useImportPreview({ importId, mapping: first }: CodeImport) {
  const preview = shallowRef<ImportPreview | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const isAsking = shallowRef(false);
  let wanted = first;
  let question = 0;

  async function ask(mapping: ImportMapping | null): Promise<ImportPreview | null> {
    const mine = ++question;
    wanted = mapping;
    isAsking.value = true;
    error.value = null;
    try {
      const found = await call('POST /api/hq/code-imports/:importId/preview', {
        params: { importId },
        body: mapping === null ? {} : { mapping },
      });
      if (mine !== question) return null;
      preview.value = found;
      return found;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      if (mine === question) error.value = caught;
      return null;
    } finally {
      if (mine === question) isAsking.value = false;
    }
  }

  async function change(changed: Partial<ImportMapping>): Promise<void> {
    if (preview.value !== null) await ask({ ...preview.value.mapping, ...changed });
  }

  /** Another sheet or file may be written in another way: what can be guessed is guessed again. */
  async function choosePart(part: string): Promise<void> {
    if (preview.value === null) return;
    const { hasHeader } = preview.value.mapping;
    const found = await ask({ encoding: null, delimiter: null, hasHeader, codeColumn: 0, part });
    if (found !== null && found.source.hasHeader !== hasHeader) {
      await change({ hasHeader: found.source.hasHeader });
    }
  }

  onMounted(() => ask(first));
  const mapping = computed(() => preview.value?.mapping ?? null);
  return { preview, mapping, error, isAsking, change, choosePart, retry: () => ask(wanted) };
}
