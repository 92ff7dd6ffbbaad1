type QueryValue = string | number | boolean | null | undefined;

/**
 * Splits an operation line (`PUT /api/hq/products/:productId`) into method and address, fills the
 * parameters and appends the query. Absent and empty query values are left out.
 */
export function buildAddress(
  line: string,
  params: Record<string, QueryValue> = {},
  query: Record<string, QueryValue> = {},
): { method: string; address: string } {
  const [method = 'GET', pattern = '/'] = line.split(' ');
  const path = pattern.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = params[name];
    if (value === undefined || value === null)
      throw new Error(`${line} needs the parameter ${name}`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    search.set(name, String(value));
  }
  return { method, address: search.size > 0 ? `${path}?${search.toString()}` : path };
}
