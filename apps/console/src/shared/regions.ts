import type { RegionNode } from '@mashang/contract/region-tree';
import { shallowRef } from 'vue';

/** A node of the tree; a type, as an interface would not pass for the cascader's open one. */
type RegionOption = Pick<RegionNode, 'value' | 'text'> & { children?: RegionOption[] };

interface Regions {
  tree: (depth: 2 | 3) => RegionOption[];
  name: (code: string) => string;
}

/** The names of GB/T 2260 once they are there; they are big, so they come when first needed. */
export const regions = shallowRef<Regions | null>(null);

let loading: Promise<void> | null = null;

/** Brings the names in; asked again it does nothing, unless the first try failed. */
export function loadRegions(): Promise<void> {
  loading ??= import('@mashang/contract/region-tree').then(
    ({ regionTree, regionName }) => {
      const cities = regionTree.map((province) => ({
        ...province,
        children: (province.children ?? []).map(({ value, text }) => ({ value, text })),
      }));
      const counties = regionTree.map(withoutEmptyBranches);
      regions.value = {
        tree: (depth) => (depth === 2 ? cities.map(withoutEmptyBranches) : counties),
        name: regionName,
      };
    },
    () => {
      loading = null;
    },
  );
  return loading;
}

/** 江苏省 苏州市, an em dash for none; the bare code until the names are there. */
export function regionName(code: string | null | undefined): string {
  if (!code) return '—';
  void loadRegions();
  return regions.value?.name(code) || code;
}

/** An empty list of children would be drawn as one more, empty column. */
function withoutEmptyBranches(node: RegionNode): RegionOption {
  const { value, text, children = [] } = node;
  if (children.length === 0) return { value, text };
  return { value, text, children: children.map(withoutEmptyBranches) };
}
