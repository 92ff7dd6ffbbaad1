import type { Db } from '../../platform/database.ts';
import { repeat } from '../../platform/repeat.ts';
import type { CodeBook } from './code-book.ts';
import { checkMasterKey, readKeyVersions } from './load-key-versions.ts';

/** A sixth of the time a new version waits before it makes codes. */
const refreshMs = 5_000;

interface RefreshOptions {
  db: Db;
  masterKey: Buffer;
  codeBook: CodeBook;
}

/**
 * Lets the code book follow `npm run keys` while the server runs: at once and every five seconds.
 *
 * @returns a function that stops it
 */
export function keepCodeBookFresh(
  options: RefreshOptions & { onError: (error: unknown) => void },
): () => void {
  const { onError } = options;
  const work = () => refreshCodeBook(options);
  void work().catch(onError);
  return repeat({ work, everyMs: refreshMs, onError });
}

/** Takes the key versions now in force into the book; one that does not fit the master key never. */
export async function refreshCodeBook({ db, masterKey, codeBook }: RefreshOptions): Promise<void> {
  await checkMasterKey(db, masterKey);
  codeBook.useKeyVersions(await readKeyVersions(db));
}
