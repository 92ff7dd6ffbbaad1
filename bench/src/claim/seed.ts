import { createHash, randomBytes } from 'node:crypto';
import type { CodeBook } from '@mashang/server/src/modules/codes/index.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';

type Pool = Database['pool'];

export interface SeedSize {
  members: number;
  /** Members with a session cookie and a WeChat identity. */
  visitors: number;
  importedCodes: number;
}

export interface Seed {
  productId: number;
  ownBatchId: number;
  ownQuantity: number;
  /** Cookies of members 1, 2, 3 … */
  sessionTokens: string[];
}

/** Prime, so that a stride through it meets every serial once. */
const ownQuantity = 50_000_017;
const chunkCodes = 500_000;

/** A deployment with many members, one batch of own codes and one of imported ones, both activated. */
export async function seedProduct(
  pool: Pool,
  codeBook: CodeBook,
  options: SeedSize & { appId: string },
): Promise<Seed> {
  await seedMembers(pool, options.members);
  const sessionTokens = await seedVisitors(pool, options);
  const { rows } = await pool.query<{ product_id: number }>(
    `insert into product (name, points_per_code, created_at)
      values ('草菇老抽 500 mL', 10, now()) returning product_id`,
  );
  const productId = rows[0]?.product_id ?? 0;
  const ownBatchId = await seedBatch(pool, codeBook, { productId, quantity: ownQuantity });
  const importedBatchId = await seedBatch(pool, codeBook, {
    productId,
    quantity: options.importedCodes,
    imported: true,
  });
  for (let first = 0; first < options.importedCodes; first += chunkCodes) {
    const count = Math.min(chunkCodes, options.importedCodes - first);
    await seedImportedCodes(pool, codeBook, { batchId: importedBatchId, first, count });
  }
  return { productId, ownBatchId, ownQuantity, sessionTokens };
}

/** What the n-th imported code says: digits, as most foreign codes do. */
export function importedText(number: number): string {
  return `86${String(number).padStart(16, '0')}`;
}

export function visitorOpenId(memberId: number): string {
  return `o${String(memberId).padStart(27, '0')}`;
}

/** Members need not be readable, only as large and as scattered as real ones. */
async function seedMembers(pool: Pool, members: number): Promise<void> {
  await pool.query(
    `insert into member (mobile_hash, mobile_cipher, mobile_masked, mobile_last4, name, kind,
        created_at)
      select hash, hash || '\\x0123456789abcdef'::bytea,
        '154****' || lpad((n % 10000)::text, 4, '0'), lpad((n % 10000)::text, 4, '0'),
        '会员' || n, 'consumer', now()
      from generate_series(1, $1::int) n, sha256(n::text::bytea) hash order by hash`,
    [members],
  );
  await pool.query('insert into points_account (member_id) select member_id from member');
}

async function seedVisitors(
  pool: Pool,
  { visitors, appId }: { visitors: number; appId: string },
): Promise<string[]> {
  const tokens = Array.from({ length: visitors }, () => randomBytes(32).toString('base64url'));
  await pool.query(
    `insert into member_session (token_hash, member_id, created_at, expires_at)
      select token_hash, member_id, now(), now() + interval '180 days'
      from unnest($1::bytea[]) with ordinality as given (token_hash, member_id)`,
    [tokens.map((token) => createHash('sha256').update(token).digest())],
  );
  await pool.query(
    `insert into member_identity (app_id, open_id, member_id, bound_at)
      select $1, open_id, member_id, now()
      from unnest($2::text[]) with ordinality as given (open_id, member_id)`,
    [appId, tokens.map((_token, index) => visitorOpenId(index + 1))],
  );
  return tokens;
}

async function seedBatch(
  pool: Pool,
  codeBook: CodeBook,
  batch: { productId: number; quantity: number; imported?: boolean },
): Promise<number> {
  // In one statement: a batch without its ranges cannot be committed.
  const { rows } = await pool.query<{ batch_id: number }>(
    `with batch as (
        insert into code_batch
          (source, quantity, serials, code_length, key_version, note, created_at)
        values ($1, $2::bigint, $2::bigint, $3, $4, '', now()) returning batch_id
      )
      insert into code_range
        (batch_id, first_serial, last_serial, product_id, state, activated_at)
      select batch_id, 0, $2::bigint - 1, $5, 'activated', now() from batch returning batch_id`,
    [
      batch.imported ? 'imported' : 'own',
      batch.quantity,
      batch.imported ? null : 16,
      codeBook.newestKeyVersion,
      batch.productId,
    ],
  );
  const batchId = rows[0]?.batch_id ?? 0;
  return batchId;
}

/** In the order of the hashes: ten times faster than in the order of the file. */
async function seedImportedCodes(
  pool: Pool,
  codeBook: CodeBook,
  chunk: { batchId: number; first: number; count: number },
): Promise<void> {
  const { batchId, first, count } = chunk;
  const hashes = Array.from({ length: count }, (_, index) =>
    codeBook.hashImportedText(importedText(first + index)),
  );
  await pool.query(
    `insert into imported_code (code_hash, batch_id, serial)
      select code_hash, $2, $3 + position - 1
      from unnest($1::uuid[]) with ordinality as given (code_hash, position) order by code_hash`,
    [hashes, batchId, first],
  );
}
