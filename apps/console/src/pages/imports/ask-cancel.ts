import type { CodeImport } from '@mashang/contract';
import { call } from '../../shared/api.ts';
import { askConfirm } from '../../shared/ask-confirm.ts';
import { notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';

/** Asks, and stops the import; null when it goes on, or had ended meanwhile. */
export async function askCancel({ importId, state }: CodeImport): Promise<CodeImport | null> {
  const { cancelTitle: title, cancelText, cancelUploadText, cancel } = texts.value.imports;
  const text = state === 'storing' ? cancelText : cancelUploadText;
  if (!(await askConfirm({ title, text, confirmLabel: cancel, isDangerous: true }))) return null;
  try {
    const params = { importId };
    return await call('POST /api/hq/code-imports/:importId/cancel', { params, body: {} });
  } catch (error) {
    notifyError(error);
    return null;
  }
}
