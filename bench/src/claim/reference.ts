import type { Database } from '@mashang/server/src/platform/database.ts';

type Pool = Database['pool'];

/** Tables of the reference, next to the product's in the same server, and not a row more. */
export async function createReferenceTables(
  pool: Pool,
  size: { members: number; importedCodes: number },
): Promise<void> {
  await pool.query(`
    create table reference_claim (
      code_id bigint primary key, member_id bigint not null, points integer not null,
      claimed_at timestamptz not null default now()
    );
    create table reference_member (member_id bigint primary key, balance bigint not null)
      with (fillfactor = 90);
    create table reference_entry (
      id bigint generated always as identity, member_id bigint not null, points integer not null,
      balance_after bigint not null, code_id bigint not null,
      created_at timestamptz not null default now()
    );
    create index on reference_entry (member_id, id desc);
    create table reference_imported (code_hash uuid not null, code_id bigint not null);
    insert into reference_member select n, 0 from generate_series(1, ${size.members}) n;
    insert into reference_imported
      select md5(n::text)::uuid, -n from generate_series(1, ${size.importedCodes}) n;
    alter table reference_imported add primary key (code_hash);`);
}

/** The three statements of a claim, as one would write them first. */
export function claimScript(members: number): string {
  return `
\\set code random(1, 1000000000000)
\\set member random(1, ${members})
begin;
${threeStatements}
commit;
`;
}

/** The same with the code looked up by its hash. */
export function importedClaimScript(members: number, importedCodes: number): string {
  return `
\\set number random(1, ${importedCodes})
\\set member random(1, ${members})
begin;
select code_id as code from reference_imported where code_hash = md5(:number::text)::uuid \\gset
${threeStatements}
commit;
`;
}

const threeStatements = `
insert into reference_claim (code_id, member_id, points) values (:code, :member, 10)
  on conflict (code_id) do nothing;
update reference_member set balance = balance + 10 where member_id = :member returning balance \\gset
insert into reference_entry (member_id, points, balance_after, code_id)
  values (:member, 10, :balance, :code);`;
