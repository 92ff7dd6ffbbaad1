-- Why: points come back when a redemption is cancelled, and an entry says for ever where its member
-- lived and what kind they were when it was made, so that statistics and entries always agree.
set local lock_timeout = '5s';

alter table points_entry
  drop constraint points_entry__kind,
  add constraint points_entry__kind check
    (kind in ('award', 'spend', 'refund', 'expiry', 'adjustment')),
  -- GB/T 2260 of the city, or of the province when no more is known; null when nothing is
  add column region_code text,
  add column member_kind text,
  -- who made it by hand
  add column staff_id bigint;
create index points_entry__product on points_entry (product_id, created_at);
create index points_entry__source on points_entry (source_kind, source_id) where source_kind <> 'claim';
