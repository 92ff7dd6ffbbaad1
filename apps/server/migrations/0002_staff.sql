-- Why: head-office people sign in by name and password; every write of theirs leaves a line.
set local lock_timeout = '5s';

create table staff (
  staff_id bigint generated always as identity,
  login_name text not null,
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint staff__staff_id primary key (staff_id)
);
-- People do not remember how they capitalised their name.
create unique index staff__login_name on staff (lower(login_name));

create table staff_session (
  token_hash bytea not null,
  staff_id bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint staff_session__token_hash primary key (token_hash),
  constraint staff_session__staff foreign key (staff_id) references staff (staff_id)
);
create index staff_session__staff_id on staff_session (staff_id);

-- At most one open set-up link; using it and making the first account is one transaction.
create table staff_setup (
  only_row boolean not null default true,
  token_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint staff_setup__only_row primary key (only_row),
  constraint staff_setup__one check (only_row)
);

create table audit_log (
  audit_id bigint generated always as identity,
  staff_id bigint,
  operation text not null,
  input jsonb not null,
  request_id text not null,
  address text not null,
  created_at timestamptz not null,
  constraint audit_log__audit_id primary key (audit_id)
);
