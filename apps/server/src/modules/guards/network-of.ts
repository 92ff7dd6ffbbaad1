import { networkText, parseAddress } from './address-number.ts';

/**
 * The network an address is in, as the scan log keeps it: an IPv4 /24 or an IPv6 /48 in CIDR
 * notation. Null for none, and for what is no address.
 */
export function networkOf(address: string | null): string | null {
  const parsed = address === null ? null : parseAddress(address);
  return parsed && networkText(parsed, parsed.bits === 32 ? 24 : 48);
}
