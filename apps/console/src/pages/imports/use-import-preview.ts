import type { BodyOf, CodeImport, ImportMapping, ImportPreview } from '@mashang/contract';
import { computed, onMounted, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

type Question = BodyOf<'POST /api/hq/code-imports/:importId/preview'>;

/** The first lines of an upload, read anew with every change of its mapping; the last one counts. */
export function useImportPreview({ importId, mapping: first }: CodeImport) {
  const preview = shallowRef<ImportPreview | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const isAsking = shallowRef(false);
  let wanted: Question = first ? { mapping: first } : {};
  let question = 0;

  async function ask(body: Question): Promise<void> {
    const mine = ++question;
    wanted = body;
    isAsking.value = true;
    error.value = null;
    try {
      const found = await call('POST /api/hq/code-imports/:importId/preview', {
        params: { importId },
        body,
      });
      if (mine === question) preview.value = found;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      if (mine === question) error.value = caught;
    } finally {
      if (mine === question) isAsking.value = false;
    }
  }

  async function change(changed: Partial<ImportMapping>): Promise<void> {
    if (preview.value === null) return;
    await ask({ mapping: { ...preview.value.mapping, ...changed } });
  }

  /** Another sheet or file may be written in another way: everything is guessed again. */
  async function choosePart(part: string): Promise<void> {
    await ask({ part });
  }

  onMounted(() => ask(wanted));
  const mapping = computed(() => preview.value?.mapping ?? null);
  return { preview, mapping, error, isAsking, change, choosePart, retry: () => ask(wanted) };
}
