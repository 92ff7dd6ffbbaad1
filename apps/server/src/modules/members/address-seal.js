import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';
/** Every member's addresses have a key of their own: a row moved to another member does not open. */
export function sealAddress(masterKey, memberId, address) {
    return seal(keyOf(masterKey, memberId), JSON.stringify(address));
}
/** Throws when the bytes were changed or belong to another member. */
export function unsealAddress(masterKey, memberId, sealed) {
    return JSON.parse(unseal(keyOf(masterKey, memberId), sealed));
}
function keyOf(masterKey, memberId) {
    return deriveKey(masterKey, 'member-address', String(memberId));
}
