-- Why: WeChat repeats what it was not answered in time, to any process; one asks for a token for all;
-- who follows, and what somebody withdrew, is known.
set local lock_timeout = '5s';

-- Who of all processes is asking the platform for a new token; others wait for it.
create table wechat_credential_lease (
  app_id text not null,
  kind text not null,
  holder uuid not null,
  leased_until timestamptz not null,
  constraint wechat_credential_lease__app_kind primary key (app_id, kind)
);

-- What WeChat said in the last minutes, and our answer: a repetition gets the same one. Unlogged: after
-- a crash the attempt id of a scan still keeps it from counting twice.
create unlogged table wechat_message (
  message_key bytea not null,
  received_at timestamptz not null,
  answered_at timestamptz,
  -- of an answered one: the words of the reply, sealed; null is silence
  reply text,
  constraint wechat_message__message_key primary key (message_key)
);
create index wechat_message__received_at on wechat_message (received_at);

create table wechat_follower (
  app_id text not null,
  open_id text not null,
  is_following boolean not null,
  -- the scene of the poster they came by first
  first_scene text,
  followed_at timestamptz,
  unfollowed_at timestamptz,
  -- events may come in the wrong order: the later one counts
  changed_at timestamptz not null,
  constraint wechat_follower__app_open primary key (app_id, open_id)
);

-- PIPL: what somebody withdrew at WeChat, and what we did.
create table wechat_revocation (
  wechat_revocation_id bigint generated always as identity,
  app_id text not null,
  -- of the person; emptied with what was deleted
  open_id_hash bytea not null,
  -- user_info_modified, user_authorization_revoke, user_authorization_cancellation
  event text not null,
  revoke_info text,
  -- what was deleted here
  done text not null,
  received_at timestamptz not null,
  constraint wechat_revocation__wechat_revocation_id primary key (wechat_revocation_id)
);

-- For the check list: when the platform last called, and when a call was refused.
create table wechat_account_fact (
  app_id text not null,
  last_push_at timestamptz,
  last_refusal_at timestamptz,
  last_refusal_reason text,
  last_sign_in_at timestamptz,
  constraint wechat_account_fact__app_id primary key (app_id)
);

-- A code works once, but some phones call back twice, perhaps to another process; it is a code of the
-- account that was in force at the start.
alter table oauth_state add column app_id text;
alter table oauth_state add column code_hash bytea;
alter table oauth_state add column open_id text;
alter table oauth_state add column failure text;
alter table oauth_state add column finished_at timestamptz;

create table wechat_poster (
  poster_id bigint generated always as identity,
  app_id text not null,
  -- scene_str of the QR
  scene text not null,
  name text not null,
  note text not null,
  is_permanent boolean not null,
  expires_at timestamptz,
  -- what the QR says
  url text not null,
  follows integer not null default 0,
  scans integer not null default 0,
  created_at timestamptz not null,
  created_by bigint not null,
  archived_at timestamptz,
  constraint wechat_poster__poster_id primary key (poster_id),
  constraint wechat_poster__scene unique (app_id, scene)
);
create index wechat_poster__created_at on wechat_poster (created_at, poster_id);
create index wechat_poster__follows on wechat_poster (follows, poster_id);
