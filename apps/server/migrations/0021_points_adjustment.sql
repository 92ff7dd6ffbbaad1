-- Why: points given or taken by hand happen once, however often the page asks; and the reason stays with them.
set local lock_timeout = '5s';

create table points_adjustment (
  points_adjustment_id bigint generated always as identity,
  member_id bigint not null,
  -- made by the page; a second click, or a retry, finds the first one's row
  attempt_id uuid not null,
  points bigint not null,
  reason text not null,
  staff_id bigint not null,
  created_at timestamptz not null,
  constraint points_adjustment__id primary key (points_adjustment_id),
  constraint points_adjustment__attempt unique (member_id, attempt_id),
  constraint points_adjustment__points check (points <> 0)
);
