import { computed, ref, watchEffect } from 'vue';
import type { ApiError } from './api.ts';
import { english } from './texts-en.ts';
import { chinese } from './texts-zh.ts';

export type Language = 'zh' | 'en';
export type Texts = typeof chinese;

const storageKey = 'mashang.console.language';

/** The language of the whole console; kept in this browser. */
export const language = ref<Language>(readLanguage());

/** Every text people read, in the chosen language. */
export const texts = computed<Texts>(() => (language.value === 'zh' ? chinese : english));

watchEffect(() => {
  if (typeof document === 'undefined') return;
  document.documentElement.lang = languageTag();
  localStorage.setItem(storageKey, language.value);
});

/** BCP 47 tag of the chosen language, as sent in Accept-Language: files and stories follow it. */
export function languageTag(): string {
  return language.value === 'zh' ? 'zh-CN' : 'en';
}

/** What went wrong, for people: the server's own Chinese words, or our English for its code. */
export function tellError(error: ApiError): string {
  if (error.code === 'network') return texts.value.errors.network;
  const known: Partial<Record<string, string>> = english.errors;
  // What WeChat refused is told with its remedy, in the language it was asked in.
  const { reason } = error.details;
  if (error.code === 'wechat_unavailable' && typeof reason === 'string') return reason;
  if (language.value === 'en')
    return known[error.code] ?? (error.message || english.errors.internal);
  return error.message || texts.value.errors.internal;
}

function readLanguage(): Language {
  if (typeof localStorage === 'undefined') return 'zh';
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';
}
