import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { createGate } from '../gate.ts';

export interface Passwords {
  /** Throws busy when too many wait. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits. Without a hash (nobody of that name, or no password yet) it takes just as long and is
   * false. Throws busy when too many wait.
   */
  verify(passwordHash: string | null | undefined, password: string): Promise<boolean>;
}

/**
 * Argon2id (the package's default variant) above OWASP's minimum of 19 MiB and two passes. One hash
 * holds 32 MiB and a thread of the pool, hence the gate: 64 MiB at most, and two threads stay free.
 */
const parameters = { memoryCost: 32 * 1024, timeCost: 2, parallelism: 1 };

/** Owns the gate that bounds memory: app.ts makes one per process, shared by all who need it. */
export function createPasswords(): Passwords {
  const pass = createGate({ concurrentMax: 2, waitingMax: 50 });
  const nobodysHash = pass(() => hash(randomBytes(32), parameters));
  // Whoever awaits it first reports a failure; until then it must not end the process.
  nobodysHash.catch(() => undefined);
  return {
    hash: (password) => pass(() => hash(password.normalize('NFC'), parameters)),
    verify: async (passwordHash, password) => {
      const known = passwordHash ?? (await nobodysHash);
      const fits = await pass(() => verify(known, password.normalize('NFC')));
      return fits && typeof passwordHash === 'string';
    },
  };
}
