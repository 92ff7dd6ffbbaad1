import { ref } from 'vue';
import { texts } from './texts.ts';
import type { TextKey } from './texts.ts';

export type Language = 'zh' | 'en';

/** The language of every text on the page. Chinese unless the person chose otherwise here. */
export const language = ref<Language>(storedLanguage());

/** How the brand calls its points; `{points}` in every text. */
export const pointsWording = ref<Record<Language, string>>({ zh: '积分', en: 'points' });

/** A text of `texts.ts` in the current language, `{name}` replaced by `values.name`. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  const text = texts[key][language.value === 'zh' ? 0 : 1];
  const known = { points: pointsWording.value[language.value], ...values } as typeof values;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(known[name] ?? whole));
}

/** Changes the language now and for later visits. */
export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  document.documentElement.lang = languageTag();
  try {
    localStorage.setItem('language', chosen);
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

/** BCP 47 tag of the current language, as sent in Accept-Language. */
export function languageTag(): string {
  return language.value === 'zh' ? 'zh-CN' : 'en';
}

/** A moment in the reader's own time zone, to the minute. */
export function formatMoment(moment: string): string {
  return new Intl.DateTimeFormat(languageTag(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(moment),
  );
}

function storedLanguage(): Language {
  try {
    return localStorage.getItem('language') === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}
