import { isIPv4, isIPv6 } from 'node:net';

/** An address as a number; an IPv4 address written as IPv6 (RFC 4291, 2.5.5.2) is the IPv4 one. */
export interface ParsedAddress {
  bits: 32 | 128;
  value: bigint;
}

/** Null for what is no address. A zone (`fe80::1%eth0`) is left away. */
export function parseAddress(text: string): ParsedAddress | null {
  if (isIPv4(text)) return { bits: 32, value: readIPv4(text) };
  const [plain = ''] = text.split('%');
  if (!isIPv6(plain)) return null;
  const value = readIPv6(plain);
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** The first `prefix` bits of an address, the others zero. */
export function maskAddress({ bits, value }: ParsedAddress, prefix: number): bigint {
  const free = BigInt(bits - prefix);
  return (value >> free) << free;
}

/** A network in CIDR notation (RFC 4632; IPv6 as RFC 5952 wants it: short, lower case). */
export function networkText(address: ParsedAddress, prefix: number): string {
  const value = maskAddress(address, prefix);
  return `${address.bits === 32 ? writeIPv4(value) : writeIPv6(value)}/${prefix}`;
}

function readIPv4(text: string): bigint {
  return BigInt(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
}

function readIPv6(text: string): bigint {
  const dotted = /(?<=:)\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0];
  const last = dotted === undefined ? '' : readIPv4(dotted).toString(16).padStart(8, '0');
  const plain =
    dotted === undefined ? text : text.replace(dotted, `${last.slice(0, 4)}:${last.slice(4)}`);
  const [head = '', tail] = plain.split('::');
  const groups = groupsOf(head);
  const behind = tail === undefined ? [] : groupsOf(tail);
  const missing = Array.from({ length: 8 - groups.length - behind.length }, () => '0');
  return BigInt(
    `0x${[...groups, ...missing, ...behind].map((group) => group.padStart(4, '0')).join('')}`,
  );
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function writeIPv4(value: bigint): string {
  const number = Number(value);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function writeIPv6(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  const groups = Array.from({ length: 8 }, (_group, index) =>
    Number.parseInt(hex.slice(4 * index, 4 * index + 4), 16).toString(16),
  );
  const zeros = [...groups.join(':').matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].map(
    (match) => match[0],
  );
  const [longest] = zeros.sort((one, other) => other.length - one.length);
  if (longest === undefined) return groups.join(':');
  const at = groups.join(':').indexOf(longest);
  const text = groups.join(':');
  const before = text.slice(0, at).replace(/:$/, '');
  const after = text.slice(at + longest.length).replace(/^:/, '');
  return `${before}::${after}`;
}
