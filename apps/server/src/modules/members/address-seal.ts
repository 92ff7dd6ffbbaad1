import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';

/** Where a gift goes, as the sealed column holds it. */
export interface AddressDetails {
  recipient: string;
  /** Eleven digits. */
  mobile: string;
  /** GB/T 2260: a county, or a city that has none. */
  regionCode: string;
  /** Street, house, room. */
  detail: string;
}

/** Every member's addresses have a key of their own: a row moved to another member does not open. */
export function sealAddress(masterKey: Buffer, memberId: number, address: AddressDetails): Buffer {
  return seal(keyOf(masterKey, memberId), JSON.stringify(address));
}

/** Throws when the bytes were changed or belong to another member. */
export function unsealAddress(masterKey: Buffer, memberId: number, sealed: Buffer): AddressDetails {
  return JSON.parse(unseal(keyOf(masterKey, memberId), sealed)) as AddressDetails;
}

function keyOf(masterKey: Buffer, memberId: number): Buffer {
  return deriveKey(masterKey, 'member-address', String(memberId));
}
