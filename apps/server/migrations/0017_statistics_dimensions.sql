-- Why: points and claims by region, kind and member as well, still without counting entries.
set local lock_timeout = '5s';

-- '' means unknown: a key cannot hold null.
alter table claim_rollup_delta
  add column region_code text not null default '',
  add column member_kind text not null default '',
  -- 0: from before members were counted
  add column member_id bigint not null default 0;

alter table claim_rollup
  add column region_code text not null default '',
  add column member_kind text not null default '',
  drop constraint claim_rollup__hour_product_batch,
  add constraint claim_rollup__dimensions
    primary key (hour, product_id, batch_id, region_code, member_kind);

-- By Beijing day: whose points they are. One row a member, day and product, however many bottles.
create table member_rollup (
  day date not null,
  member_id bigint not null,
  product_id bigint not null,
  claims bigint not null,
  points bigint not null,
  constraint member_rollup__day_member_product primary key (day, member_id, product_id)
);
create index member_rollup__member on member_rollup (member_id, day);

-- Claims made before this table are counted once, here.
insert into member_rollup (day, member_id, product_id, claims, points)
select (claimed_at at time zone 'Asia/Shanghai')::date, member_id, product_id, count(*), sum(points)
from claim group by 1, 2, 3;

-- Sums of claim_rollup that are asked for every second, and for every line of a list: with regions in
-- its key that table is no longer small.
create table day_rollup (
  -- Beijing
  day date not null,
  claims bigint not null,
  points bigint not null,
  constraint day_rollup__day primary key (day)
);
insert into day_rollup (day, claims, points)
select (hour at time zone 'Asia/Shanghai')::date, sum(claims), sum(points)
from claim_rollup group by 1;

create table batch_rollup (
  batch_id integer not null,
  claims bigint not null,
  constraint batch_rollup__batch_id primary key (batch_id)
);
insert into batch_rollup (batch_id, claims)
select batch_id, sum(claims) from claim_rollup group by 1;
drop index claim_rollup__batch_id;
