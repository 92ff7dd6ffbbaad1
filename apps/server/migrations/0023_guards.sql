-- Why: wrong codes, daily limits, blacklist and alarms. The row of a member is also the lock under which
-- all their scans of one moment are judged one after the other.
set local lock_timeout = '5s';

create table guard_member (
  member_id bigint not null,
  -- the Beijing day the counts are of
  day date not null,
  claims_today integer not null default 0,
  -- codes earned ever: 0 means the next one is the first
  claims_ever bigint not null default 0,
  -- the hour claims_this_hour is of
  hour timestamptz not null,
  claims_this_hour integer not null default 0,
  wrong_today integer not null default 0,
  wrong_in_a_row integer not null default 0,
  odd_today integer not null default 0,
  locked_at timestamptz,
  locked_until timestamptz,
  -- where the last scan came from whose province is known, and the one before in another province
  province text,
  province_at timestamptz,
  province_before text,
  province_before_at timestamptz,
  constraint guard_member__member_id primary key (member_id)
) with (fillfactor = 80); -- every scan updates the row in place
create index guard_member__locked on guard_member (locked_until, member_id) where locked_until is not null;

insert into guard_member (member_id, day, hour, claims_today, claims_ever)
select member_id, (now() at time zone 'Asia/Shanghai')::date, date_trunc('hour', now(), 'UTC'),
  count(*) filter (where (claimed_at at time zone 'Asia/Shanghai')::date
    = (now() at time zone 'Asia/Shanghai')::date),
  count(*)
from claim group by member_id;

-- Wrong codes of today and locks that still run move over.
insert into guard_member (member_id, day, hour, wrong_today, wrong_in_a_row, odd_today, locked_until)
select member_id, day, date_trunc('hour', now(), 'UTC'), wrong_count, wrong_in_a_row, odd_count,
  locked_until
from scan_guard where day = (now() at time zone 'Asia/Shanghai')::date
on conflict (member_id) do update set wrong_today = excluded.wrong_today,
  wrong_in_a_row = excluded.wrong_in_a_row, odd_today = excluded.odd_today,
  locked_until = excluded.locked_until;
drop table scan_guard;

-- Wrong codes by what is not a member: an openid, a network, a device. Written only for wrong codes.
create table guard_subject (
  -- openId, address, device
  kind text not null,
  subject text not null,
  day date not null,
  wrong_today integer not null,
  locked_at timestamptz,
  locked_until timestamptz,
  constraint guard_subject__kind_subject primary key (kind, subject),
  constraint guard_subject__kind check (kind in ('openId', 'address', 'device'))
);
create index guard_subject__locked on guard_subject (locked_until, kind, subject)
  where locked_until is not null;

create table blacklist (
  blacklist_entry_id bigint generated always as identity,
  kind text not null,
  -- member: the number; openId; network: CIDR
  subject text not null,
  reason text not null,
  expires_at timestamptz,
  staff_id bigint not null,
  created_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by bigint,
  lift_reason text,
  constraint blacklist__id primary key (blacklist_entry_id),
  constraint blacklist__kind check (kind in ('member', 'openId', 'network'))
);
-- One in force for one subject.
create unique index blacklist__in_force on blacklist (kind, subject) where lifted_at is null;

create table guard_allowance (
  member_id bigint not null,
  daily_claims_max integer not null,
  reason text not null,
  expires_at timestamptz,
  staff_id bigint not null,
  created_at timestamptz not null,
  constraint guard_allowance__member_id primary key (member_id),
  constraint guard_allowance__max check (daily_claims_max > 0)
);
create index guard_allowance__created_at on guard_allowance (created_at, member_id);

create table alarm (
  alarm_id bigint generated always as identity,
  kind text not null,
  -- what it is about, e.g. member:12 or code:7-3: one open alarm of a kind a subject
  subject text not null,
  member_id bigint,
  code_id bigint,
  campaign_id bigint,
  -- what the words are made of
  details jsonb not null,
  times integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  settled_at timestamptz,
  settled_by bigint,
  note text,
  constraint alarm__alarm_id primary key (alarm_id)
);
create unique index alarm__open on alarm (kind, subject) where settled_at is null;
create index alarm__last_at on alarm (last_at, alarm_id);
create index alarm__open_last_at on alarm (last_at, alarm_id) where settled_at is null;
create index alarm__member on alarm (member_id, last_at);
