-- Why: members are told of every step, always in the app and, when WeChat lets us, in the chat.
set local lock_timeout = '5s';

create table notice (
  notice_id bigint generated always as identity,
  member_id bigint not null,
  -- one notice for one thing that happened, however often a job runs
  subject text not null,
  kind text not null,
  -- what the words are made of; see texts.ts
  details jsonb not null,
  created_at timestamptz not null,
  read_at timestamptz,
  wechat_state text not null default 'none',
  constraint notice__notice_id primary key (notice_id),
  constraint notice__subject unique (member_id, subject),
  constraint notice__wechat_state check
    (wechat_state in ('none', 'waiting', 'sent', 'undeliverable'))
);
create index notice__member on notice (member_id, notice_id);
create index notice__unread on notice (member_id) where read_at is null;
