/** A network address or a network as people type it. */
export interface TypedNetwork {
  /** CIDR notation without host bits is the server's work; this is what was typed, cleaned. */
  text: string;
  /** How many addresses it holds. */
  addresses: bigint;
}

/** Reads an IPv4 or IPv6 address, or a network in CIDR notation (RFC 4632); null for anything else. */
export function readNetwork(typed: string): TypedNetwork | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = bitsOf(address);
  if (bits === null || rest.length > 0) return null;
  if (prefix === undefined) return { text, addresses: 1n };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return null;
  return { text, addresses: 2n ** BigInt(bits - Number(prefix)) };
}

function bitsOf(address: string): 32 | 128 | null {
  const parts = address.split('.');
  const isPart = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  if (parts.length === 4 && parts.every(isPart)) return 32;
  // The parser of addresses knows IPv6 (WHATWG URL, IPv6 parser).
  return /^[0-9a-f:.]+$/.test(address) && URL.canParse(`http://[${address}]/`) ? 128 : null;
}
