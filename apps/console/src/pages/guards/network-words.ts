import { texts } from '../../shared/texts.ts';
import { readNetwork } from './read-network.ts';

/** Beyond it a number says nothing to people any more. */
const countedMax = 2n ** 32n;

/** Whom a network keeps out, while it is typed; null when it is none yet. */
export function networkWords(typed: string): string | null {
  const network = readNetwork(typed);
  if (!network) return null;
  const { oneAddress, networkSize } = texts.value.guards.blacklist;
  if (network.addresses === 1n) return oneAddress;
  const { addresses } = network;
  return networkSize(
    addresses > countedMax
      ? `2^${addresses.toString(2).length - 1}`
      : addresses.toLocaleString('en-US'),
  );
}
