import { shallowRef } from 'vue';
import type { Template } from './phone-api.ts';

/** The open dialog of 订阅通知, if any. */
export const consentRequest = shallowRef<{
  templates: Template[];
  resolve: (accepted: string[]) => void;
} | null>(null);

/** Asks the user which notices may come; resolves with the ids of those that were allowed. */
export function askConsent(templates: Template[]): Promise<string[]> {
  closeConsent([]);
  return new Promise((resolve) => (consentRequest.value = { templates, resolve }));
}

export function closeConsent(accepted: string[]): void {
  const request = consentRequest.value;
  consentRequest.value = null;
  request?.resolve(accepted);
}
