-- Why: more points for some scans, for a time; and points of their own for a range of codes.
set local lock_timeout = '5s';

-- Null: the product's rule.
alter table code_range add column points_per_code integer,
  add constraint code_range__points check (points_per_code between 1 and 1000000);

create table campaign (
  campaign_id bigint generated always as identity,
  name text not null,
  state text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- what has to be so of a scan: productIds, batchRanges, memberKinds, regionCodes; empty lists ask nothing
  conditions jsonb not null,
  occasion text not null,
  effect jsonb not null,
  position integer not null,
  is_last boolean not null,
  member_daily_times_max integer,
  member_total_times_max integer,
  version integer not null default 1,
  staff_id bigint,
  created_at timestamptz not null,
  constraint campaign__campaign_id primary key (campaign_id),
  constraint campaign__state check (state in ('draft', 'running', 'paused', 'ended')),
  constraint campaign__window check (ends_at > starts_at),
  constraint campaign__occasion check
    (occasion in ('any', 'firstEver', 'firstOfDay', 'firstOfProduct')),
  constraint campaign__position check (position between 1 and 1000)
);
create index campaign__window_index on campaign (starts_at, ends_at);

-- Apart from the campaign: claims move these, people edit that. Only claims that a campaign pays touch
-- a row; its lock makes the budget exact. The budget stands here, so that nobody pays by an older one.
create table campaign_spending (
  campaign_id bigint not null,
  spent_points bigint not null default 0,
  applied_times bigint not null default 0,
  -- null: no limit
  budget_points bigint,
  constraint campaign_spending__campaign_id primary key (campaign_id),
  constraint campaign_spending__campaign foreign key (campaign_id)
    references campaign (campaign_id) on delete cascade,
  constraint campaign_spending__spent check (spent_points >= 0 and applied_times >= 0),
  constraint campaign_spending__budget check (budget_points > 0),
  constraint campaign_spending__never_overspent check (spent_points <= budget_points)
) with (fillfactor = 50);

-- How often a member had a campaign; only for campaigns that limit it.
create table campaign_use (
  campaign_id bigint not null,
  member_id bigint not null,
  -- the Beijing day times_today is of
  day date not null,
  times_today integer not null,
  times_total integer not null,
  constraint campaign_use__member_campaign primary key (member_id, campaign_id)
) with (fillfactor = 85);
create index campaign_use__campaign on campaign_use (campaign_id);

-- Whether a scan is a member's first of a product is asked of every claim a campaign wants it of; the
-- month of a member is found by the same index.
drop index member_rollup__member;
create index member_rollup__member_product on member_rollup (member_id, product_id, day);
