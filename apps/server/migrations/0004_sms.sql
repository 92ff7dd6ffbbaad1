-- Why: verification codes that can be guessed neither from the table nor by trying, and a log that limits read.
set local lock_timeout = '5s';

create table sms_code (
  mobile_hash bytea not null,
  code_hash bytea not null,
  tries_left integer not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- one living code a number: a new one replaces the old
  constraint sms_code__mobile primary key (mobile_hash),
  constraint sms_code__tries check (tries_left >= 0)
);

create table sms_message (
  sms_message_id bigint generated always as identity,
  mobile_hash bytea not null,
  mobile_last4 text not null,
  address text not null,
  provider text not null,
  state text not null,
  failure text,
  created_at timestamptz not null,
  constraint sms_message__sms_message_id primary key (sms_message_id),
  constraint sms_message__state check (state in ('sending', 'sent', 'failed'))
);
create index sms_message__mobile_hash on sms_message (mobile_hash, created_at);
create index sms_message__address on sms_message (address, created_at);
create index sms_message__created_at on sms_message (created_at);
