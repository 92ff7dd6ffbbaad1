-- Why: a number is one person, and a person one WeChat user: a second one may take the place of the
-- first, but not stand beside it. A desktop may be signed in by the phone.
set local lock_timeout = '5s';

-- Who was bound before, and why no longer.
create table member_identity_former (
  member_identity_former_id bigint generated always as identity,
  app_id text not null,
  -- emptied when its user closes their WeChat account
  open_id text not null,
  member_id bigint not null,
  bound_at timestamptz not null,
  unbound_at timestamptz not null,
  -- moved: to another WeChat user; cancelled: at WeChat
  reason text not null,
  constraint member_identity_former__id primary key (member_identity_former_id),
  constraint member_identity_former__reason check (reason in ('moved', 'cancelled'))
);
create index member_identity_former__member on member_identity_former (member_id);
create index member_identity_former__open_id on member_identity_former (open_id, app_id);

with ranked as (
  select app_id, open_id, row_number() over (
    partition by app_id, member_id order by bound_at desc, open_id) as place
  from member_identity
), gone as (
  delete from member_identity known using ranked
  where known.app_id = ranked.app_id and known.open_id = ranked.open_id and ranked.place > 1
  returning known.app_id, known.open_id, known.member_id, known.bound_at
), noted as (
  insert into member_identity_former (app_id, open_id, member_id, bound_at, unbound_at, reason)
  select app_id, open_id, member_id, bound_at, now(), 'moved' from gone
)
-- As a member by their session and unbound by their WeChat, they could never bind again.
delete from member_session ended using gone
where ended.app_id = gone.app_id and ended.open_id = gone.open_id;

drop index member_identity__member_id;
alter table member_identity add constraint member_identity__member_app unique (member_id, app_id);

-- The WeChat user who let a desktop in: what they were trusted with ends when their WeChat is unbound.
alter table member_session add column let_in_by_app_id text;
alter table member_session add column let_in_by_open_id text;
create index member_session__let_in_by on member_session (let_in_by_open_id, let_in_by_app_id)
  where let_in_by_open_id is not null;

-- A browser that waits for a phone to let it in.
create table scan_sign_in (
  -- of the token only that browser has
  token_hash bytea not null,
  -- scene_str of the QR
  scene text not null,
  check_digits text not null,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- who scanned first, and the token only that chat was given
  app_id text,
  open_id text,
  confirm_hash bytea,
  -- the answer of the phone
  answer text,
  answered_by bigint,
  -- when the browser fetched its session: once
  used_at timestamptz,
  constraint scan_sign_in__token_hash primary key (token_hash),
  constraint scan_sign_in__scene unique (scene),
  constraint scan_sign_in__confirm unique (confirm_hash),
  constraint scan_sign_in__answer check (answer in ('agreed', 'refused'))
);
create index scan_sign_in__expires_at on scan_sign_in (expires_at);
-- Ending all sessions of a member ends what was agreed and not fetched yet.
create index scan_sign_in__answered_by on scan_sign_in (answered_by) where used_at is null;
