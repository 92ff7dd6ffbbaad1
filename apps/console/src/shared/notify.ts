import { ElButton, ElMessage } from 'element-plus';
import { h } from 'vue';
import { ApiError } from './api.ts';
import { tellError, texts } from './texts.ts';

const shortestMs = 6000;
/** A character; what to do about WeChat takes several lines. */
const readingMs = 100;

/** A short word of success at the top of the page. */
export function notify(message: string): void {
  ElMessage({ message, type: 'success', grouping: true });
}

/** Something people should know, though nothing failed. */
export function notifyWarning(message: string): void {
  ElMessage({ message, type: 'warning', duration: 6000, grouping: true });
}

/** The same with a way back; it stays a little longer. */
export function notifyWithUndo(message: string, undo: () => Promise<void>): void {
  const shown = ElMessage({
    type: 'success',
    duration: 8000,
    message: () =>
      h('span', { class: 'undo-message' }, [
        message,
        h(
          ElButton,
          {
            link: true,
            type: 'primary',
            'data-testid': 'undo',
            onClick: () => {
              shown.close();
              void undo();
            },
          },
          () => texts.value.common.undo,
        ),
      ]),
  });
}

/** Tells a refusal. Anything that is not a refusal is a bug and is thrown on. */
export function notifyError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  // The login page says it already.
  if (error.code === 'not_signed_in') return;
  const message = tellError(error);
  const duration = Math.max(shortestMs, message.length * readingMs);
  ElMessage({ message, type: 'error', duration, grouping: true });
}
