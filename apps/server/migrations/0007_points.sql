-- Why: the ledger. Entries are only ever inserted; each carries the balance after it and its place in the account.
set local lock_timeout = '5s';

create table points_account (
  member_id bigint not null,
  balance bigint not null default 0,
  earned bigint not null default 0,
  spent bigint not null default 0,
  last_sequence bigint not null default 0,
  constraint points_account__member primary key (member_id),
  constraint points_account__balance check (balance >= 0)
) with (fillfactor = 90); -- room on the page keeps every balance update a HOT update

create table points_entry (
  member_id bigint not null,
  sequence bigint not null,
  kind text not null,
  points bigint not null,
  balance_after bigint not null,
  source_kind text not null,
  source_id bigint not null,
  product_id bigint,
  batch_id integer,
  explanation jsonb not null,
  created_at timestamptz not null,
  constraint points_entry__member_sequence primary key (member_id, sequence, created_at),
  constraint points_entry__kind check (kind in ('award', 'spend', 'expiry', 'adjustment')),
  constraint points_entry__points check (points <> 0),
  constraint points_entry__balance check (balance_after >= 0)
) partition by range (created_at);
create index points_entry__created_at on points_entry (created_at, member_id, sequence);

-- Catches what no month covers, so that a missing partition never refuses a claim.
create table points_entry_default partition of points_entry default;

create function forbid_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: % of % is forbidden', tg_op, tg_table_name;
end $$;

create trigger points_entry__only_grows before update or delete on points_entry
  for each row execute function forbid_ledger_change();
create trigger points_entry__no_truncate before truncate on points_entry
  for each statement execute function forbid_ledger_change();
