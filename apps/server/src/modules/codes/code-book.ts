import { createHmac, createSecretKey } from 'node:crypto';
import type { CodeCipher, CodeLength } from '@mashang/code-cipher';
import { deriveKey } from '../../platform/master-key.ts';
import { createKeyedHash } from './imports/keyed-hash.ts';
import { createKeyRing } from './key-ring.ts';
import type { KeyVersions } from './key-ring.ts';

export interface CodeBookOptions {
  masterKey: Buffer;
  /** Tells two installations under one key apart: at most 7 bytes, empty by default. */
  deploymentId?: string;
  /** The versions whose codes are honoured, as `loadKeyVersions` returns them. */
  keyVersions: number[];
  /** Hosts (with port if unusual) or addresses whose bottle URLs are ours; PUBLIC_URL first. */
  ownHosts: string[];
}

/** The keys of all codes: of our own, one cipher per version and length; of foreign ones, a hash. */
export interface CodeBook {
  /** New batches are made with this version; it changes when a key is added. */
  readonly newestKeyVersion: number;
  /** Throws batch_not_printable when the version is retired. */
  cipher(keyVersion: number, length: CodeLength): CodeCipher;
  /** The ciphers a code of this length may be of, newest version first. */
  ciphers(length: CodeLength): readonly { keyVersion: number; cipher: CodeCipher }[];
  /** HMAC-SHA-256 of the text cut to 128 bits, written as a uuid. */
  hashImportedText(text: string): string;
  /** The same of many texts, as 16 bytes each, one behind the other; several times faster. */
  hashImportedTexts(texts: readonly string[]): Buffer<ArrayBuffer>;
  isOwnHost(host: string): boolean;
  /** Follows a rotation of the keys; see refresh-code-book.ts. */
  useKeyVersions(versions: KeyVersions): void;
}

/** Prepares the ciphers, a few milliseconds. Keep one book for the life of the process. */
export function createCodeBook(options: CodeBookOptions): CodeBook {
  const { keyVersions: live } = options;
  const ring = createKeyRing(options, { live, forNewBatches: Math.max(0, ...live) });
  // A key object is expanded once; a plain buffer costs seven times as much per text.
  const importedSecret = deriveKey(options.masterKey, 'imported-code');
  const importedKey = createSecretKey(importedSecret);
  const ownHosts = new Set(options.ownHosts.map(hostOf));

  return {
    get newestKeyVersion() {
      return ring.newest();
    },
    ciphers: ring.ciphers,
    cipher: ring.cipher,
    useKeyVersions: ring.use,
    hashImportedText(text) {
      return uuidOf(createHmac('sha256', importedKey).update(text).digest('hex'));
    },
    hashImportedTexts: createKeyedHash(importedSecret),
    isOwnHost: (host) => ownHosts.has(host.toLowerCase()),
  };
}

function hostOf(hostOrUrl: string): string {
  return (URL.parse(hostOrUrl)?.host || hostOrUrl).toLowerCase();
}

function uuidOf(hex: string): string {
  return (
    hex.slice(0, 8) +
    '-' +
    hex.slice(8, 12) +
    '-' +
    hex.slice(12, 16) +
    '-' +
    hex.slice(16, 20) +
    '-' +
    hex.slice(20, 32)
  );
}
