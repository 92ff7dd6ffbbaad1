-- Why: what is sold, and what one code of it is worth.
set local lock_timeout = '5s';

create table product (
  product_id bigint generated always as identity,
  name text not null,
  points_per_code integer not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  constraint product__product_id primary key (product_id),
  constraint product__points check (points_per_code between 1 and 1000000)
);
-- Two products of one name could not be told apart in any list; an archived one gives its name back.
create unique index product__name on product (name) where archived_at is null;
