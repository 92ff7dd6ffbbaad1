import { BlockList, isIP } from 'node:net';
import type { Call } from './api-call.ts';
import { unexpectedAnswer } from './errors.ts';

const ADDRESSES_MAX = 10_000;

/** svc/en/api/base/api_getcallbackip: the platform advises to ask once a day. */
export async function getCallbackIps(call: Call): Promise<string[]> {
  const endpoint = '/cgi-bin/getcallbackip';
  const { ip_list: list } = await call({ method: 'GET', endpoint });
  if (!Array.isArray(list) || list.length > ADDRESSES_MAX) throw unexpectedAnswer(endpoint);
  const addresses = list.filter((text): text is string => readNetwork(text) !== null);
  // An empty list would shut out everybody.
  if (addresses.length === 0) throw unexpectedAnswer(endpoint);
  return addresses;
}

/** True when the address is one of those, or in one of those networks; whatever is none is not. */
export function isAddressAmong(addresses: readonly string[], address: string): boolean {
  if (isIP(address) === 0) return false;
  const known = new BlockList();
  for (const text of addresses) {
    const network = readNetwork(text);
    if (network) known.addSubnet(network.address, network.bits, network.family);
  }
  return known.check(address, familyOf(address));
}

function readNetwork(
  text: unknown,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', bits] = typeof text === 'string' ? (NETWORK.exec(text) ?? []) : [];
  if (isIP(address) === 0) return null;
  const family = familyOf(address);
  const bitsMax = family === 'ipv6' ? 128 : 32;
  const length = bits === undefined ? bitsMax : Number(bits);
  // 0.0.0.0/0 is no defence, hence no answer.
  return length >= 1 && length <= bitsMax ? { address, bits: length, family } : null;
}

const NETWORK = /^([0-9A-Fa-f.:]{2,45})(?:\/([0-9]{1,3}))?$/;

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
