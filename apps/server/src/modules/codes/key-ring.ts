import { codeLengths, createCodeCipher } from '@mashang/code-cipher';
import type { CodeCipher, CodeLength } from '@mashang/code-cipher';
import { deriveKey } from '../../platform/master-key.ts';
import { keyRetired } from './errors.ts';

/** Which versions of the key are in force. */
export interface KeyVersions {
  /** Those whose codes are honoured. */
  live: readonly number[];
  /** The one of them that new batches are made with. */
  forNewBatches: number;
}

/** The ciphers of the live key versions; they change while the process runs. */
export interface KeyRing {
  newest: () => number;
  cipher: (keyVersion: number, length: CodeLength) => CodeCipher;
  ciphers: (length: CodeLength) => readonly { keyVersion: number; cipher: CodeCipher }[];
  /** From now on these are in force. @throws RangeError for none, or for too many */
  use: (versions: KeyVersions) => void;
}

/** First byte of the tweak: the way batch and serial are laid out. */
const formatId = 1;

/** Reading a scan tries every version; codes.md allows three. */
export const keyVersionsMax = 3;

/** Prepares the ciphers, about a millisecond a version; those already there are kept. */
export function createKeyRing(
  { masterKey, deploymentId = '' }: { masterKey: Buffer; deploymentId?: string | undefined },
  versions: KeyVersions,
): KeyRing {
  const tweak = Buffer.from([formatId, ...Buffer.from(deploymentId)]);
  const made = new Map<number, Map<CodeLength, CodeCipher>>();
  let byLength = new Map<CodeLength, { keyVersion: number; cipher: CodeCipher }[]>();
  let newest = 0;

  function ciphersOf(keyVersion: number): Map<CodeLength, CodeCipher> {
    const known = made.get(keyVersion);
    if (known) return known;
    const key = deriveKey(masterKey, 'code', String(keyVersion));
    const ciphers = new Map(
      codeLengths.map((length) => [length, createCodeCipher({ key, length, tweak })]),
    );
    made.set(keyVersion, ciphers);
    return ciphers;
  }

  function use({ live, forNewBatches }: KeyVersions): void {
    const newestFirst = [...new Set(live)].sort((a, b) => b - a);
    if (newestFirst.length > keyVersionsMax || !newestFirst.includes(forNewBatches)) {
      throw new RangeError(`a code book holds 1 to ${keyVersionsMax} key versions`);
    }
    const ciphers = newestFirst.map((keyVersion) => ({ keyVersion, all: ciphersOf(keyVersion) }));
    byLength = new Map(
      codeLengths.map((length) => [
        length,
        ciphers.map(({ keyVersion, all }) => ({ keyVersion, cipher: all.get(length)! })),
      ]),
    );
    newest = forNewBatches;
  }

  use(versions);
  return {
    newest: () => newest,
    ciphers: (length) => byLength.get(length) ?? [],
    cipher(keyVersion, length) {
      const entry = byLength.get(length)?.find((candidate) => candidate.keyVersion === keyVersion);
      if (!entry) throw keyRetired();
      return entry.cipher;
    },
    use,
  };
}
