import { maskAddress, parseAddress } from './address-number.ts';

/** Networks an address is looked up in; the cost grows with the lengths of prefixes, not with them. */
export interface NetworkTable {
  /** The ends of all entries the address is in. */
  find(address: string | null): (Date | null)[];
}

/** @param ends by network in CIDR notation; what is no network is left out */
export function createNetworkTable(ends: Map<string, Date | null>): NetworkTable {
  const byPrefix = new Map<
    string,
    { bits: number; prefix: number; ends: Map<bigint, Date | null> }
  >();
  for (const [network, end] of ends) {
    const parsed = parseNetwork(network);
    if (!parsed) continue;
    const { bits, prefix, value } = parsed;
    const key = `${bits}/${prefix}`;
    const group = byPrefix.get(key) ?? { bits, prefix, ends: new Map<bigint, Date | null>() };
    byPrefix.set(key, group);
    group.ends.set(value, end);
  }
  const groups = [...byPrefix.values()];

  return {
    find(address) {
      if (groups.length === 0 || address === null) return [];
      const parsed = parseAddress(address);
      if (!parsed) return [];
      return groups.flatMap((group) => {
        if (group.bits !== parsed.bits) return [];
        const end = group.ends.get(maskAddress(parsed, group.prefix));
        return end === undefined ? [] : [end];
      });
    },
  };
}

/** `203.0.113.0/24`, or one address; bits behind the prefix are cleared. Null: it is neither. */
export function parseNetwork(
  text: string,
): { bits: 32 | 128; prefix: number; value: bigint } | null {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  if (!parsed) return null;
  // ::ffff:203.0.113.0/120 is the IPv4 network of 24 bits.
  const isMapped = parsed.bits === 32 && address.includes(':');
  const prefix = length === undefined ? parsed.bits : Number(length) - (isMapped ? 96 : 0);
  if (prefix < 0 || prefix > parsed.bits) return null;
  return { bits: parsed.bits, prefix, value: maskAddress(parsed, prefix) };
}
