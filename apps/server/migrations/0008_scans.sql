-- Why: the primary key of a claim is the lock that pays a code once, for ever.
set local lock_timeout = '5s';

create table claim (
  -- batch_id * 2^36 + serial: one number for own and imported codes alike
  code_id bigint not null,
  member_id bigint not null,
  -- the scan that won; a repeated request with this id is told it won
  attempt_id uuid not null,
  product_id bigint not null,
  points integer not null,
  claimed_at timestamptz not null,
  constraint claim__code_id primary key (code_id)
);

-- Wrong codes by member and Beijing day. Odd texts (bar codes, other sites, no code at all) are counted
-- apart: they are mostly mistakes, but an imported code may look like any of them and be guessed.
create table scan_guard (
  member_id bigint not null,
  day date not null,
  wrong_count integer not null,
  wrong_in_a_row integer not null,
  odd_count integer not null default 0,
  locked_until timestamptz,
  constraint scan_guard__member_day primary key (member_id, day)
);
