-- Why: what head office may set without touching the machine.
set local lock_timeout = '5s';

create table setting (
  -- brand, points, sms, wechat
  name text not null,
  -- what anybody at head office may read
  value jsonb not null,
  -- JSON of the secrets of this setting, encrypted with a key outside the database
  secrets_sealed bytea,
  version integer not null default 1,
  staff_id bigint,
  updated_at timestamptz not null,
  constraint setting__name primary key (name)
);
