import { reactive, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** How one filter is read from an address: the value, or undefined for "not set". */
export type FilterReader<Value> = (text: string) => Value | undefined;
type Readers = Record<string, FilterReader<string | number>>;
type FiltersOf<R extends Readers> = {
  [Name in keyof R]?: NonNullable<ReturnType<R[Name]>> | undefined;
};

/** Filters that live in the address bar: back, reload and a copied link bring them back. */
export function useUrlFilters<R extends Readers>(readers: R): FiltersOf<R> {
  const route = useRoute();
  const router = useRouter();
  const pageName = route.name;
  const filters = reactive({ ...readFilters(readers, route.query) }) as FiltersOf<R>;
  watch(
    () => writeFilters(filters),
    (query) => void router.replace({ query }),
    { flush: 'post' },
  );
  watch(
    () => route.query,
    (query) => {
      if (route.name !== pageName) return;
      const wanted = readFilters(readers, query);
      for (const name of Object.keys(readers)) {
        Object.assign(filters, { [name]: wanted[name] });
      }
    },
  );
  return filters;
}

/** Reads the known filters of a query; unknown names and bad values are passed over. */
export function readFilters<R extends Readers>(
  readers: R,
  query: Record<string, unknown>,
): FiltersOf<R> {
  const filters: Record<string, string | number | undefined> = {};
  for (const [name, read] of Object.entries(readers)) {
    const text = query[name];
    if (typeof text === 'string' && text !== '') filters[name] = read(text);
  }
  return filters as FiltersOf<R>;
}

/** The query that says these filters; those not set are left out. */
export function writeFilters(filters: object): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(filters) as [string, unknown][]) {
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) {
      query[name] = String(value);
    }
  }
  return query;
}

/** Unsets the filters, in place; the order of the list is none of them. */
export function clearFilters(filters: object, kept: readonly string[] = []): void {
  for (const name of Object.keys(filters)) {
    if (name !== 'sort' && !kept.includes(name)) Object.assign(filters, { [name]: undefined });
  }
}

/** One of a fixed set of words. */
export function oneOf<Word extends string>(words: readonly Word[]): FilterReader<Word> {
  return (text) => words.find((word) => word === text);
}

/** The order of a list by time; newest first is the usual one and leaves no trace. */
export const timeOrder = oneOf(['newest', 'oldest'] as const);

/** A row key. */
export function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
}

/** A whole number from 0 up. */
export function count(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A GB/T 2260 code. */
export function regionCode(text: string): string | undefined {
  return /^\d{6}$/.test(text) ? text : undefined;
}

/** Free text, cut at 80 characters. */
export function freeText(text: string): string | undefined {
  return text.slice(0, 80);
}

/** A moment in ISO 8601. */
export function moment(text: string): string | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The filters that are set, as a query for the server. */
export function setFilters<Filters extends object>(filters: Filters): Defined<Filters> {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(set) as Defined<Filters>;
}

type Defined<Filters> = { [Name in keyof Filters]?: NonNullable<Filters[Name]> };
