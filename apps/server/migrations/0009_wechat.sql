-- Why: tokens are shared by all processes and kept encrypted; an OAuth state can be used once.
set local lock_timeout = '5s';

create table wechat_credential (
  app_id text not null,
  kind text not null,
  value_cipher bytea not null,
  expires_at timestamptz not null,
  constraint wechat_credential__app_kind primary key (app_id, kind),
  constraint wechat_credential__kind check (kind in ('access_token', 'jsapi_ticket'))
);

create table oauth_state (
  state_hash bytea not null,
  browser_hash bytea not null,
  return_path text not null,
  expires_at timestamptz not null,
  constraint oauth_state__state_hash primary key (state_hash)
);
create index oauth_state__expires_at on oauth_state (expires_at);
