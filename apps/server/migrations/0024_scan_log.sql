-- Why: every attempt is on record. The claim is itself the record of the scan that won; all others are
-- written here, in batches, beside the path of the claim.
set local lock_timeout = '5s';

alter table claim
  -- province of the address the scan came from, GB/T 2260
  add column province text,
  -- page or chat; null: from before this column
  add column channel text;
-- Claims arrive in the order of time: this index grows at its right end only.
create index claim__claimed_at on claim (claimed_at, code_id);

create table scan_log (
  scan_id bigint generated always as identity,
  scanned_at timestamptz not null,
  outcome text not null,
  -- page, chat or check
  channel text not null,
  member_id bigint,
  -- null: no code of ours. The text itself is never kept: it may be somebody's code.
  code_id bigint,
  product_id bigint,
  province text,
  -- an IPv4 /24 or an IPv6 /48
  network text,
  -- start of the hash of the browser's mark
  device text,
  constraint scan_log__scanned_at_scan_id primary key (scanned_at, scan_id)
) partition by range (scanned_at);
create index scan_log__code_id on scan_log (code_id, scanned_at) where code_id is not null;
create index scan_log__member_id on scan_log (member_id, scanned_at) where member_id is not null;
create table scan_log_default partition of scan_log default;

create function forbid_scan_log_change() returns trigger language plpgsql as $$
begin
  raise exception 'the scan log only grows: % of % is forbidden', tg_op, tg_table_name;
end $$;
create trigger scan_log__only_grows before update or delete on scan_log
  for each row execute function forbid_scan_log_change();
create trigger scan_log__no_truncate before truncate on scan_log
  for each statement execute function forbid_scan_log_change();
create trigger scan_log__no_truncate before truncate on scan_log_default
  for each statement execute function forbid_scan_log_change();

-- Sums of the log by code, for codes scanned other than by their one claim: what a scan is told about
-- authenticity without asking the log, and which codes are in too many hands.
create table scanned_code (
  code_id bigint not null,
  product_id bigint,
  scans bigint not null,
  -- members and devices, of the last thirty days the sums looked at
  people integer not null,
  provinces text[] not null,
  first_scanned_at timestamptz not null,
  first_province text,
  last_scanned_at timestamptz not null,
  -- the only person there was, `member:12` or `device:…`; null when there were several
  only_person text,
  flagged_at timestamptz,
  cleared_at timestamptz,
  cleared_by bigint,
  -- people and provinces when it was cleared: it is listed again beyond them
  cleared_people integer,
  cleared_provinces integer,
  note text,
  constraint scanned_code__code_id primary key (code_id)
) with (fillfactor = 85);
create index scanned_code__flagged on scanned_code (flagged_at, code_id) where flagged_at is not null;
