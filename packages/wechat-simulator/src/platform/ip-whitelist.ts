import { BlockList, isIP } from 'node:net';

/** True when `address` is one of the addresses or lies in one of the subnets; null allows all. */
export function isAllowedAddress(whitelist: readonly string[] | null, address: string): boolean {
  if (whitelist === null) return true;
  const list = new BlockList();
  for (const entry of whitelist) {
    const [network = '', bits] = entry.split('/', 2);
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(network) === 0) continue;
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  const plain = plainAddress(address);
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:127.0.0.1`, as a socket on all addresses says it, is `127.0.0.1`. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
