import { createRequire } from 'node:module';
import { provinces } from '@mashang/contract';
import type ip2region from 'ip2region';
import { networkText, parseAddress } from './address-number.ts';

// A CommonJS module with `__esModule`: Node and the test runner's loader disagree on its default.
const { default: Tables } = createRequire(import.meta.url)('ip2region') as typeof ip2region;

const keptMax = 10_000;

/**
 * Tells the province of an address, offline: its GB/T 2260 code, e.g. `320000`. Null for private,
 * foreign and unknown addresses. The tables (11 MB) are read at the first question; an answer that
 * is not remembered takes about ten microseconds.
 */
export function createProvinceReader(): (address: string | null) => string | null {
  let tables: InstanceType<typeof Tables> | undefined;
  const known = new Map<string, string | null>();

  return (address) => {
    if (address === null) return null;
    const remembered = known.get(address);
    if (remembered !== undefined) return remembered;
    const plain = plainAddress(address);
    tables ??= new Tables();
    const province = plain === null ? null : provinceCodeOf(tables.search(plain));
    // Maps keep the order of insertion: the oldest answer makes room.
    if (known.size >= keptMax) known.delete(known.keys().next().value ?? '');
    known.set(address, province);
    return province;
  };
}

/** As the tables can read it: they throw at a zone and at an IPv4 address inside an IPv6 one. */
function plainAddress(address: string): string | null {
  const parsed = parseAddress(address);
  return parsed && (networkText(parsed, parsed.bits).split('/')[0] ?? null);
}

/** Names come as 江苏省, 北京, 内蒙古: two characters tell the thirty-four apart. */
const codeByName = new Map(provinces.map(({ code, name }) => [name.slice(0, 2), code]));

/** GB/T 2260 code of what the tables say of an address. */
export function provinceCodeOf(found: { country: string; province: string } | null): string | null {
  if (found?.country !== '中国') return null;
  return codeByName.get(found.province.slice(0, 2)) ?? null;
}
