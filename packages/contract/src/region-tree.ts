import { areaList } from '@vant/area-data';
import { provinces } from './regions.ts';

/**
 * Provinces, cities and counties of GB/T 2260, from Vant's own list. Big: web apps load it only where
 * somebody picks a region or looks at one.
 */
export interface RegionNode {
  /** Six digits. */
  value: string;
  text: string;
  children?: RegionNode[];
}

/** For pickers: province → city → county. Overseas is left out: it is no place to send a gift to. */
export const regionTree: RegionNode[] = provinces.map((province) => ({
  value: province.code,
  text: province.name,
  children: childrenOf(province.code, areaList.city_list, 2).map((city) => ({
    ...city,
    children: childrenOf(city.value, areaList.county_list, 4),
  })),
}));

/** Whether a code names a province, city or county of the list. */
export function isRegion(code: string): boolean {
  const { province_list: provinceList, city_list: cityList } = areaList;
  return Object.hasOwn(provinceList, code) || Object.hasOwn(cityList, code) || isCounty(code);
}

export function isCounty(code: string): boolean {
  return Object.hasOwn(areaList.county_list, code);
}

/** The city of a county or of itself; a province stays a province. */
export function cityOf(code: string): string {
  return code.endsWith('0000') ? code : `${code.slice(0, 4)}00`;
}

export function provinceOf(code: string): string {
  return `${code.slice(0, 2)}0000`;
}

/** 江苏省 苏州市 吴中区; parts that are not in the list are left out, and so is a city named like its province. */
export function regionName(code: string): string {
  const province = areaList.province_list[provinceOf(code)];
  const city = code.endsWith('0000') ? undefined : areaList.city_list[cityOf(code)];
  const county = code.endsWith('00') ? undefined : areaList.county_list[code];
  return [province, city === province ? undefined : city, county]
    .filter((part) => part !== undefined)
    .join(' ');
}

function childrenOf(parent: string, list: Record<string, string>, digits: number): RegionNode[] {
  return Object.entries(list)
    .filter(([code]) => code.slice(0, digits) === parent.slice(0, digits))
    .map(([value, text]) => ({ value, text }));
}
