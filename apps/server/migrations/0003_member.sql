-- Why: a member is a mobile number. The number itself is encrypted; look-up goes by a keyed hash.
set local lock_timeout = '5s';

create table member (
  member_id bigint generated always as identity,
  mobile_hash bytea not null,
  mobile_cipher bytea not null,
  mobile_masked text not null,
  mobile_last4 text not null,
  name text not null,
  kind text not null,
  region_code text,
  status text not null default 'active',
  created_at timestamptz not null,
  constraint member__member_id primary key (member_id),
  constraint member__mobile unique (mobile_hash),
  constraint member__kind check (kind in ('consumer', 'chef')),
  constraint member__status check (status in ('active', 'frozen'))
);
create index member__mobile_last4 on member (mobile_last4);

-- Which WeChat user of which account is which member.
create table member_identity (
  app_id text not null,
  open_id text not null,
  member_id bigint not null,
  bound_at timestamptz not null,
  constraint member_identity__app_open primary key (app_id, open_id),
  constraint member_identity__member foreign key (member_id) references member (member_id)
);
create index member_identity__member_id on member_identity (member_id);

-- A session may know a WeChat user before it knows a member.
create table member_session (
  token_hash bytea not null,
  member_id bigint,
  app_id text,
  open_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint member_session__token_hash primary key (token_hash),
  constraint member_session__somebody check (member_id is not null or open_id is not null)
);
create index member_session__member_id on member_session (member_id);
create index member_session__expires_at on member_session (expires_at);

-- PIPL: who agreed to which text, when, from where; written before the first SMS.
create table consent (
  consent_id bigint generated always as identity,
  mobile_hash bytea not null,
  open_id text,
  policy_version text not null,
  address text not null,
  agreed_at timestamptz not null,
  constraint consent__consent_id primary key (consent_id)
);
create index consent__mobile_hash on consent (mobile_hash);
