-- Why: the catalogue. What is left of a gift is one number; how it came to be is in its movements.
set local lock_timeout = '5s';

create table gift (
  gift_id bigint generated always as identity,
  name text not null,
  points_price integer not null,
  -- sanitised when written
  description_html text not null default '',
  picture_ids uuid[] not null default '{}',
  stock integer not null default 0,
  -- pieces in redemptions that were not rejected or cancelled
  redeemed_count bigint not null default 0,
  -- pieces one member may redeem, ever; null: any number
  limit_per_member integer,
  -- small numbers first; the newest of equals first
  sort_order integer not null default 100,
  state text not null default 'draft',
  -- rises with every edit, so that two clerks do not overwrite each other
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  constraint gift__gift_id primary key (gift_id),
  constraint gift__points_price check (points_price between 1 and 100000000),
  -- no upper end: pieces that come back must find their place
  constraint gift__stock check (stock >= 0),
  constraint gift__redeemed_count check (redeemed_count >= 0),
  constraint gift__limit check (limit_per_member between 1 and 1000000),
  constraint gift__state check (state in ('draft', 'onSale', 'offSale', 'archived')),
  constraint gift__pictures check (cardinality(picture_ids) <= 9)
);
create index gift__shelf on gift (sort_order, gift_id desc) where state = 'onSale';

create table gift_stock_movement (
  gift_id bigint not null,
  movement_id bigint generated always as identity,
  change integer not null,
  stock_after integer not null,
  reason text not null,
  redemption_id bigint,
  staff_id bigint,
  note text not null default '',
  created_at timestamptz not null,
  constraint gift_stock_movement__movement primary key (gift_id, movement_id),
  constraint gift_stock_movement__gift foreign key (gift_id) references gift (gift_id),
  constraint gift_stock_movement__change check (change <> 0),
  constraint gift_stock_movement__reason check
    (reason in ('initial', 'correction', 'redemption', 'refund'))
);
-- Stock goes out once and comes back once for one redemption.
create unique index gift_stock_movement__once on gift_stock_movement (redemption_id, reason)
  where redemption_id is not null;
