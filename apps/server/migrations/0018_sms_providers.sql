-- Why: what an SMS cost, who carried it in the end, and a month's spending that can be stopped.
set local lock_timeout = '5s';

alter table sms_message
  -- thousandths of a yuan; twice the price when two providers may have sent it, 0 when none did
  add column price_milliyuan integer not null default 0,
  -- which provider did not take it before the one in `provider`, and why
  add column first_failure text,
  -- failed as far as we know, and yet a provider that did not answer may have sent it
  add column may_have_arrived boolean not null default false,
  -- the provider's own number of the message, to ask it about
  add column provider_message_id text,
  -- code, or test: sent by an administrator to try a channel
  add column purpose text not null default 'code';

-- The list is paged by moment and key.
drop index sms_message__created_at;
create index sms_message__created_at on sms_message (created_at, sms_message_id);
create index sms_message__mobile_last4 on sms_message (mobile_last4, created_at, sms_message_id);
create index sms_message__failed on sms_message (created_at, sms_message_id)
  where state = 'failed';

-- Counted as money is promised, so that a budget is kept without adding up a month's messages.
create table sms_spending (
  -- Beijing month, YYYY-MM
  month text not null,
  cost_milliyuan bigint not null,
  -- the budget whose alarm was sounded: a new budget sounds its own
  alarmed_budget_milliyuan bigint,
  constraint sms_spending__month primary key (month),
  constraint sms_spending__cost check (cost_milliyuan >= 0)
);
