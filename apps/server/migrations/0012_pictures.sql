-- Why: pictures people upload are re-encoded and kept beside the data they belong to, so that one backup
-- holds everything and every server process can serve them.
set local lock_timeout = '5s';

create table picture (
  -- random, so that an address of a picture tells nothing of its neighbours
  picture_id uuid not null,
  -- of the upload as it came: the same file uploaded twice is one picture
  source_hash bytea not null,
  width integer not null,
  height integer not null,
  created_at timestamptz not null,
  constraint picture__picture_id primary key (picture_id),
  constraint picture__source_hash unique (source_hash)
);

create table picture_variant (
  picture_id uuid not null,
  -- width of this size in pixels, never above the original's
  size text not null,
  width integer not null,
  height integer not null,
  bytes bytea not null,
  constraint picture_variant__picture_size primary key (picture_id, size),
  constraint picture_variant__picture foreign key (picture_id) references picture (picture_id),
  constraint picture_variant__size check (size in ('small', 'medium', 'large'))
);
-- WebP does not get smaller by compressing it again.
alter table picture_variant alter column bytes set storage external;
