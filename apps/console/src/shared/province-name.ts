import { provinces } from '@mashang/contract/regions';
import { language } from './texts.ts';

/** A province for people by its GB/T 2260 code, an em dash for none; an unknown code as it is. */
export function provinceName(code: string | null | undefined): string {
  if (!code) return '—';
  const province = provinces.find((one) => one.code === code);
  return (language.value === 'en' ? province?.english : province?.name) ?? code;
}
