-- Why: the member centre signs in by password, head office keeps members, and a name is searched by any part of it.
set local lock_timeout = '5s';

-- What a search can hit: every character and every pair of neighbours. pg_trgm makes nothing of Chinese
-- under the C locale, and everywhere it needs three characters, when most names have two or three.
create function member_search_grams(name text, shop_name text) returns text[]
language sql immutable strict parallel safe as $$
  select array(
    select distinct substr(words, first, length)
    from unnest(array[lower(name collate "C"), lower(shop_name collate "C")]) words,
      generate_series(1, 2) length,
      generate_series(1, char_length(words) - length + 1) first
  )
$$;

alter table member
  add column shop_name text not null default '',
  add column tags text[] not null default '{}',
  -- head office's own remark; the member never sees it
  add column remark text not null default '',
  add column password_hash text,
  add column password_set_at timestamptz,
  add column frozen_reason text,
  add column frozen_at timestamptz,
  -- how the record came to be: by the person (wechat, web), by a clerk, by a file
  add column origin text not null default 'wechat',
  add constraint member__origin check (origin in ('wechat', 'web', 'staff', 'import')),
  add constraint member__tags check (cardinality(tags) <= 20);
update member set frozen_reason = '' where status = 'frozen';
alter table member
  add constraint member__frozen check ((status = 'frozen') = (frozen_reason is not null));
create index member__search on member using gin (member_search_grams(name, shop_name));
-- by pinyin
create index member__name on member (name collate "zh-x-icu", member_id);
create index member__tags on member using gin (tags);
create index member__region on member (region_code, member_id);
create index member__created_at on member (created_at, member_id);
-- a handful among millions
create index member__frozen_created_at on member (created_at, member_id) where status = 'frozen';

-- Signed in outside WeChat without a password: nothing opens before one is set.
alter table member_session add column password_needed boolean not null default false;
alter table member_session add column user_agent text not null default '';
-- Sessions that know only a WeChat user belong to the member that user is bound to: list and end them.
create index member_session__open_id on member_session (open_id, app_id) where open_id is not null;

-- Where gifts go. The whole address is one sealed JSON text; only its place in the list is in the clear.
create table member_address (
  address_id bigint generated always as identity,
  member_id bigint not null,
  sealed bytea not null,
  is_default boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint member_address__address_id primary key (address_id),
  constraint member_address__member foreign key (member_id) references member (member_id)
);
create index member_address__member_id on member_address (member_id, address_id);
create unique index member_address__one_default on member_address (member_id) where is_default;

-- A file of members: first checked (the dry run), then, if a clerk says so, written.
create table member_import (
  member_import_id bigint generated always as identity,
  file_name text not null,
  state text not null,
  rows_read integer not null default 0,
  new_count integer not null default 0,
  known_count integer not null default 0,
  wrong_count integer not null default 0,
  rows_written integer not null default 0,
  failure text,
  staff_id bigint not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint member_import__id primary key (member_import_id),
  constraint member_import__state check
    (state in ('checking', 'checked', 'waiting', 'running', 'done', 'cancelled', 'failed'))
);

-- One row of the file, sealed: it holds a number in the clear. Gone when the import has ended for a week.
create table member_import_row (
  member_import_id bigint not null,
  line_number integer not null,
  sealed bytea not null,
  outcome text not null,
  -- why the row cannot be taken, as a word; null for rows that can
  problem text,
  constraint member_import_row__line primary key (member_import_id, line_number),
  constraint member_import_row__import foreign key (member_import_id)
    references member_import (member_import_id),
  constraint member_import_row__outcome check (outcome in ('new', 'known', 'wrong', 'written'))
);
