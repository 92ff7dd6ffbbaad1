import type * as RegionTree from '@mashang/contract/region-tree';
import { shallowRef } from 'vue';

/** Provinces, cities and counties, once they are here. A big list: only pages that need it load it. */
export const regions = shallowRef<typeof RegionTree>();

/** Loads the list; safe to call again after a failure. */
export async function loadRegions(): Promise<void> {
  regions.value ??= await import('@mashang/contract/region-tree');
}

/** 江苏省 苏州市 吴中区, or nothing while the list is on its way. */
export function regionText(code: string | null): string {
  return code && regions.value ? regions.value.regionName(code) : '';
}
