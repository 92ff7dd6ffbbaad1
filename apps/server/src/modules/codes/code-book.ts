import { createHmac, createSecretKey } from 'node:crypto';
import { codeLengths, createCodeCipher } from '@mashang/code-cipher';
import type { CodeCipher, CodeLength } from '@mashang/code-cipher';
import { deriveKey } from '../../platform/master-key.ts';

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
  /** New batches are made with this version. */
  newestKeyVersion: number;
  /** @throws RangeError when the version is not in the book */
  cipher(keyVersion: number, length: CodeLength): CodeCipher;
  /** The ciphers a code of this length may be of, newest version first. */
  ciphers(length: CodeLength): readonly { keyVersion: number; cipher: CodeCipher }[];
  /** HMAC-SHA-256 of the text cut to 128 bits, written as a uuid. */
  hashImportedText(text: string): string;
  isOwnHost(host: string): boolean;
}

/** First byte of the tweak: the way batch and serial are laid out. */
const formatId = 1;

/** Reading a scan tries every version; codes.md allows three. */
const keyVersionsMax = 3;

/** Prepares the ciphers, a few milliseconds. Keep one book for the life of the process. */
export function createCodeBook(options: CodeBookOptions): CodeBook {
  const versions = [...new Set(options.keyVersions)].sort((a, b) => b - a);
  const newest = versions[0];
  if (newest === undefined || versions.length > keyVersionsMax) {
    throw new RangeError(`a code book holds 1 to ${keyVersionsMax} key versions`);
  }
  const tweak = Buffer.from([formatId, ...Buffer.from(options.deploymentId ?? '')]);
  const keys = versions.map((keyVersion) => ({
    keyVersion,
    key: deriveKey(options.masterKey, 'code', String(keyVersion)),
  }));
  const byLength = new Map(
    codeLengths.map((length) => [
      length,
      keys.map(({ keyVersion, key }) => ({
        keyVersion,
        cipher: createCodeCipher({ key, length, tweak }),
      })),
    ]),
  );
  const ciphers = (length: CodeLength) => byLength.get(length) ?? [];
  // A key object is expanded once; a plain buffer costs seven times as much per text.
  const importedKey = createSecretKey(deriveKey(options.masterKey, 'imported-code'));
  const ownHosts = new Set(options.ownHosts.map(hostOf));

  return {
    newestKeyVersion: newest,
    ciphers,
    cipher(keyVersion, length) {
      const entry = ciphers(length).find((candidate) => candidate.keyVersion === keyVersion);
      if (!entry) throw new RangeError(`no cipher of version ${keyVersion} and length ${length}`);
      return entry.cipher;
    },
    hashImportedText(text) {
      return uuidOf(createHmac('sha256', importedKey).update(text).digest('hex'));
    },
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
