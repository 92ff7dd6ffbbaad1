-- Why: points become a gift on somebody's doorstep. Points and stock are taken in the transaction that
-- makes the row, and given back in the one that ends it.
set local lock_timeout = '5s';

create table redemption (
  redemption_id bigint generated always as identity,
  member_id bigint not null,
  -- made by the page; a second click, or a retry, finds the first one's row
  attempt_id uuid not null,
  gift_id bigint not null,
  -- the gift as it was: later edits do not rewrite history
  gift_name text not null,
  picture_id uuid,
  quantity integer not null,
  points_price integer not null,
  points_total bigint not null,
  state text not null,
  -- sealed JSON: recipient, mobile, region, detail; blanked after the retention period
  address_sealed bytea,
  member_note text not null default '',
  carrier text,
  tracking_number text,
  reject_reason text,
  region_code text,
  member_kind text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint redemption__redemption_id primary key (redemption_id),
  constraint redemption__attempt unique (member_id, attempt_id),
  constraint redemption__quantity check (quantity between 1 and 1000),
  constraint redemption__total check (points_total = quantity::bigint * points_price),
  constraint redemption__state check
    (state in ('applied', 'approved', 'shipped', 'received', 'rejected', 'cancelled')),
  constraint redemption__shipped check
    (state not in ('shipped', 'received') or (carrier is not null and tracking_number is not null)),
  constraint redemption__rejected check ((state = 'rejected') = (reject_reason is not null))
);
create index redemption__member on redemption (member_id, redemption_id);
create index redemption__gift on redemption (gift_id, redemption_id);
-- by the first digits of a code, whatever the collation
create index redemption__region on redemption (region_code text_pattern_ops, redemption_id);
create index redemption__state on redemption (state, redemption_id);
create index redemption__tracking_number on redemption (tracking_number)
  where tracking_number is not null;
create index redemption__created_at on redemption (created_at, redemption_id);

-- What happened, when, by whom: the timeline.
create table redemption_event (
  redemption_id bigint not null,
  event_number integer not null,
  state text not null,
  -- null: the member's own doing
  staff_id bigint,
  note text not null default '',
  created_at timestamptz not null,
  constraint redemption_event__number primary key (redemption_id, event_number),
  constraint redemption_event__redemption foreign key (redemption_id)
    references redemption (redemption_id)
);
