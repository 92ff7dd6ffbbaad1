-- Why: a notice goes by the first channel that takes it, and WeChat reports later what became of it.
set local lock_timeout = '5s';

create table notice_delivery (
  notice_delivery_id bigint generated always as identity,
  notice_id bigint not null,
  member_id bigint not null,
  app_id text not null,
  open_id text not null,
  channel text not null,
  template_id text,
  -- sending: nobody knows yet whether WeChat took it
  state text not null,
  errcode integer,
  -- of failed and refused: a key of texts-notice-channels.ts
  reason text,
  -- 64 bits: text
  msgid text,
  created_at timestamptz not null,
  reported_at timestamptz,
  constraint notice_delivery__notice_delivery_id primary key (notice_delivery_id),
  constraint notice_delivery__once unique (notice_id, open_id, channel),
  constraint notice_delivery__channel check
    (channel in ('subscription', 'template', 'customerService')),
  constraint notice_delivery__state check
    (state in ('sending', 'sent', 'delivered', 'refused', 'failed'))
);
create index notice_delivery__created_at on notice_delivery (created_at, notice_delivery_id);
create index notice_delivery__member on notice_delivery (member_id, created_at);
create index notice_delivery__msgid on notice_delivery (app_id, msgid) where msgid is not null;

-- Who does not want a template any more: 43101, "user block", or withdrawn by the user (rejected).
create table notice_refusal (
  app_id text not null,
  open_id text not null,
  template_id text not null,
  reason text not null,
  refused_at timestamptz not null,
  constraint notice_refusal__user_template primary key (app_id, open_id, template_id)
);

-- 订阅通知: each consent allows one message.
create table notice_subscription (
  app_id text not null,
  open_id text not null,
  template_id text not null,
  credits integer not null,
  changed_at timestamptz not null,
  constraint notice_subscription__user_template primary key (app_id, open_id, template_id),
  constraint notice_subscription__credits check (credits >= 0)
);
