import type { PackingSlip } from '@mashang/contract';
import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';

/** Where a gift goes, as it was when it was asked for. */
export type GiftAddress = NonNullable<PackingSlip['address']>;

/** Every member's redemptions have a key of their own: a row moved to another member does not open. */
export function sealAddress(masterKey: Buffer, memberId: number, address: GiftAddress): Buffer {
  const { recipient, mobile, regionCode, detail } = address;
  const text = JSON.stringify({ recipient, mobile, regionCode, detail });
  return seal(keyOf(masterKey, memberId), text);
}

/** Null once the address was blanked. Throws when the bytes were changed or belong to another member. */
export function unsealAddress(
  masterKey: Buffer,
  { memberId, addressSealed }: { memberId: number; addressSealed: Buffer | null },
): GiftAddress | null {
  if (addressSealed === null) return null;
  return JSON.parse(unseal(keyOf(masterKey, memberId), addressSealed)) as GiftAddress;
}

function keyOf(masterKey: Buffer, memberId: number): Buffer {
  return deriveKey(masterKey, 'redemption-address', String(memberId));
}
