import type { Batch } from '@mashang/contract';
import { shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** What of a batch decides how its codes print. A courtesy: the form works without it. */
export function useBatchQr() {
  const batch = shallowRef<Batch | null>(null);
  const qr = shallowRef<{ modules: number; groups: string } | null>(null);

  async function load(batchId: number): Promise<void> {
    if (batch.value?.batchId === batchId && qr.value) return;
    batch.value = null;
    qr.value = null;
    try {
      const found = await call('GET /api/hq/batches/:batchId', { params: { batchId } });
      batch.value = found;
      const { urlForm, hasCheckSymbol, productId } = found;
      const codeLength = found.codeLength as 16 | null;
      if (codeLength === null) return;
      const product = productId === null ? {} : { productId };
      const body = { codeLength, urlForm, hasCheckSymbol, ...product };
      const preview = await call('POST /api/hq/code-previews', { body });
      if (batch.value === found) {
        qr.value = { modules: preview.qr.modules, groups: preview.groups };
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  return { batch, qr, load };
}
