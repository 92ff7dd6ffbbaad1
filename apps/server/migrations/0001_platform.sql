-- Why: limits that must hold across processes and restarts, and the proof that the master key fits this database.
set local lock_timeout = '5s';

-- Fixed windows. Unlogged: after a crash the worst that happens is that a window starts anew.
create unlogged table rate_limit (
  bucket text not null,
  window_start timestamptz not null,
  used integer not null,
  constraint rate_limit__bucket_window primary key (bucket, window_start)
);

-- One row per version of the code key. The canary is a keyed hash of a fixed text: a wrong master key
-- is found at start, not by the first consumer whose code is refused.
create table key_version (
  key_version integer not null,
  canary bytea not null,
  created_at timestamptz not null default now(),
  constraint key_version__key_version primary key (key_version),
  constraint key_version__positive check (key_version > 0)
);
