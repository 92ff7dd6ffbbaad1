-- Why: numbers come from roll-ups, never from counting entries. Claims append small deltas in their own
-- transaction (no two claims wait for one hot row); a fold adds them up every second.
set local lock_timeout = '5s';

create table claim_rollup_delta (
  delta_id bigint generated always as identity,
  hour timestamptz not null,
  product_id bigint not null,
  batch_id integer not null,
  claims bigint not null,
  points bigint not null,
  constraint claim_rollup_delta__delta_id primary key (delta_id)
);

create table claim_rollup (
  hour timestamptz not null,
  product_id bigint not null,
  batch_id integer not null,
  claims bigint not null,
  points bigint not null,
  constraint claim_rollup__hour_product_batch primary key (hour, product_id, batch_id)
);
create index claim_rollup__batch_id on claim_rollup (batch_id);
