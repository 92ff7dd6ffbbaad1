import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { deriveKey } from '../../platform/master-key.ts';
import { mobileInvalid } from './errors.ts';
/** Everything done with numbers needs the keys; they are derived once. */
export function createMobileReader(masterKey) {
    const hashKey = deriveKey(masterKey, 'mobile-hash');
    const cipherKey = deriveKey(masterKey, 'pii');
    function find(text) {
        const number = normalizeMobile(text);
        if (number === null)
            return null;
        return {
            number,
            hash: createHmac('sha256', hashKey).update(number).digest(),
            masked: `${number.slice(0, 3)}****${number.slice(-4)}`,
            last4: number.slice(-4),
        };
    }
    return {
        find,
        read: (text) => {
            const mobile = find(text);
            if (mobile === null)
                throw mobileInvalid();
            return mobile;
        },
        encrypt: (mobile) => encrypt(cipherKey, mobile),
        decrypt: (cipherText, mobileHash) => decrypt(cipherKey, cipherText, mobileHash),
    };
}
/**
 * Eleven digits out of what people type or paste, or null: full-width digits, spaces, dashes,
 * brackets, the invisible direction marks telephones copy along, and +86, 0086 or 86 in front.
 */
export function normalizeMobile(text) {
    const plain = text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}()]/gu, '');
    return /^(?:\+86|0086|86)?(1[3-9]\d{9})$/.exec(plain)?.[1] ?? null;
}
const formatVersion = 1;
const ivBytes = 12;
const tagBytes = 16;
/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV: version (1 byte), IV, tag, ciphertext. The
 * number's hash is authenticated with it, so bytes moved to another row do not decrypt.
 */
function encrypt(key, mobile) {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(mobile.hash));
    const cipherText = Buffer.concat([cipher.update(mobile.number, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(formatVersion), iv, cipher.getAuthTag(), cipherText]);
}
function decrypt(key, bytes, mobileHash) {
    if (bytes[0] !== formatVersion)
        throw new Error('unknown format of an encrypted mobile number');
    const iv = bytes.subarray(1, 1 + ivBytes);
    const tag = bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
        .setAAD(boundTo(mobileHash))
        .setAuthTag(tag);
    const plain = decipher.update(bytes.subarray(1 + ivBytes + tagBytes));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
}
function boundTo(mobileHash) {
    return Buffer.concat([Buffer.from('member.mobile:'), mobileHash]);
}
