-- Why: what an SMS cost, and who carried it in the end.
set local lock_timeout = '5s';

alter table sms_message
  -- price when it was sent, in thousandths of a yuan; 0 for messages that cost nothing
  add column price_milliyuan integer not null default 0,
  -- why the first provider did not take it, when a second one did
  add column first_failure text,
  -- the provider's own number of the message, to ask it about
  add column provider_message_id text,
  add column purpose text not null default 'code';
create index sms_message__month on sms_message (created_at, state);
