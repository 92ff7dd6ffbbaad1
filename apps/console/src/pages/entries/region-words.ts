import { provinces } from '@mashang/contract/regions';
import { regionName } from '../../shared/regions.ts';
import { language, texts } from '../../shared/texts.ts';

/** A region for people, also the codes for "not known" that statistics and the filters use. */
export function nameRegion(code: string | null): string {
  const { regionUnknown, cityUnknown } = texts.value.entryList;
  if (code === null || code === '') return '—';
  if (code === '000000') return regionUnknown;
  const province = provinces.find((one) => one.code.slice(0, 2) === code.slice(0, 2));
  const name = (language.value === 'en' ? province?.english : province?.name) ?? code;
  if (code.endsWith('9900')) return cityUnknown(name);
  if (language.value === 'zh') return regionName(code);
  return [name, ...regionName(code).split(' ').slice(1)].join(' ');
}
