export interface RegionNode {
  value: string;
  text: string;
  children?: RegionNode[];
}

export interface RegionChoice {
  provinces: RegionNode[];
  cities: RegionNode[];
  counties: RegionNode[];
  /** What of the code is known at each level; '' for nothing. */
  province: string;
  city: string;
  county: string;
}

/**
 * The three boxes for a GB/T 2260 code of any level. A code the list does not hold (divisions are
 * merged and renamed every year) keeps the levels above it.
 */
export function choiceOf(tree: RegionNode[], code: string): RegionChoice {
  const province = tree.find(({ value }) => value === `${code.slice(0, 2)}0000`);
  const cities = province?.children ?? [];
  const city = code.endsWith('0000')
    ? undefined
    : cities.find(({ value }) => value === `${code.slice(0, 4)}00`);
  const counties = city?.children ?? [];
  const county = counties.find(({ value }) => value === code);
  return {
    provinces: tree,
    cities,
    counties,
    province: province?.value ?? '',
    city: city?.value ?? '',
    county: county?.value ?? '',
  };
}

/** Whether a parcel finds its way: down to the county, or to a city that has none. */
export function isDeepEnough(tree: RegionNode[], code: string): boolean {
  const { city, county, counties } = choiceOf(tree, code);
  return county !== '' || (city !== '' && counties.length === 0);
}
