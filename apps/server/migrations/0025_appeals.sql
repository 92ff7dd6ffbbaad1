-- Why: who thinks a refusal is wrong, or holds a fake, is heard by somebody.
set local lock_timeout = '5s';

-- Photos of labels, seen by their member and head office only; redrawn, without metadata.
create table appeal_picture (
  picture_id uuid not null,
  member_id bigint not null,
  -- null: uploaded, not sent yet; swept away after a day
  appeal_id bigint,
  position integer not null default 0,
  bytes bytea not null,
  created_at timestamptz not null,
  constraint appeal_picture__picture_id primary key (picture_id)
);
create index appeal_picture__appeal on appeal_picture (appeal_id, position) where appeal_id is not null;
create index appeal_picture__unsent on appeal_picture (created_at) where appeal_id is null;
create index appeal_picture__unsent_member on appeal_picture (member_id) where appeal_id is null;

create table appeal (
  appeal_id bigint generated always as identity,
  member_id bigint not null,
  -- made by the page: a second click finds the first one's row
  attempt_id uuid not null,
  kind text not null,
  state text not null,
  note text not null,
  -- null: the text is no code of ours, or there was none
  code_id bigint,
  product_id bigint,
  answer text,
  reason text,
  granted_points integer not null default 0,
  proposed_points integer,
  proposed_by bigint,
  -- the Beijing day of it is the one whose total holds the points
  proposed_at timestamptz,
  -- made by the clerk's page: a second click finds it answered
  answer_attempt_id uuid,
  answered_by bigint,
  approved_by bigint,
  version integer not null default 1,
  created_at timestamptz not null,
  answered_at timestamptz,
  constraint appeal__appeal_id primary key (appeal_id),
  constraint appeal__attempt unique (member_id, attempt_id),
  constraint appeal__kind check (kind in ('alreadyClaimed', 'refused', 'fake', 'other')),
  constraint appeal__state check (state in ('open', 'waitingApproval', 'answered', 'withdrawn')),
  constraint appeal__granted check (granted_points >= 0),
  constraint appeal__proposed check
    ((state = 'waitingApproval') = (proposed_points is not null and proposed_by is not null
      and proposed_at is not null))
);
create index appeal__state_created_at on appeal (state, created_at, appeal_id);
create index appeal__created_at on appeal (created_at, appeal_id);
create index appeal__member on appeal (member_id, appeal_id);
create index appeal__code on appeal (code_id) where code_id is not null;
create index appeal__product on appeal (product_id, created_at, appeal_id)
  where product_id is not null;
-- One code of one member is looked at once at a time.
create unique index appeal__waiting_code on appeal (member_id, code_id)
  where state in ('open', 'waitingApproval');

-- Locked by everything a member opens or uploads, so that their limits hold with fifty clicks at once.
create table appeal_member (
  member_id bigint not null,
  day date not null,
  -- appeals opened in this Beijing day
  opened integer not null,
  constraint appeal_member__member_id primary key (member_id)
);

create table appeal_event (
  appeal_event_id bigint generated always as identity,
  appeal_id bigint not null,
  step text not null,
  -- null: the member
  staff_id bigint,
  text text not null,
  created_at timestamptz not null,
  constraint appeal_event__id primary key (appeal_event_id),
  constraint appeal_event__appeal foreign key (appeal_id) references appeal (appeal_id)
);
create index appeal_event__appeal_index on appeal_event (appeal_id, appeal_event_id);

-- Points a clerk gave in a Beijing day, so that their limit holds with fifty clicks at once.
create table appeal_grant_day (
  staff_id bigint not null,
  day date not null,
  points bigint not null,
  constraint appeal_grant_day__staff_day primary key (staff_id, day)
);
