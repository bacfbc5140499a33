-- What policies mean and whether they block, beside what their results say; how much of a cut list was shown; and what
-- happened in a cluster, by day, which is no posture.

ALTER TABLE policy_check ADD COLUMN description text;

CREATE TABLE policy_object (                          -- one policy, template, constraint or configuration as a cluster states it now
  source_id     integer NOT NULL,
  policy_id     uuid NOT NULL,                        -- first 16 bytes of sha256(group|kind|namespace|name)
  engine        text NOT NULL,
  policy        text NOT NULL,                        -- as the checks of its results name it
  api_group     text NOT NULL,
  kind          text NOT NULL,
  namespace     text NOT NULL DEFAULT '',
  name          text NOT NULL,
  hash          uuid NOT NULL,
  check_ids     integer[] NOT NULL DEFAULT '{}',      -- the checks whose modes it sets
  exempt        jsonb NOT NULL DEFAULT '[]',          -- what it leaves out on purpose: by, what
  troubles      text[] NOT NULL DEFAULT '{}',         -- what its engine says is wrong with it
  object        jsonb NOT NULL,
  created_at    timestamptz,
  first_seen_at timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL,
  gone_at       timestamptz,
  PRIMARY KEY (source_id, policy_id)
);
CREATE INDEX policy_object_policy ON policy_object (engine, policy);

ALTER TABLE check_mode
  ADD COLUMN place text NOT NULL DEFAULT '',          -- a namespace, a pattern or a selector; empty: wherever no other place of the check is
  ADD COLUMN said text NOT NULL DEFAULT '',           -- the setting in the engine's words
  ADD COLUMN is_baseline boolean NOT NULL DEFAULT false, -- it was so when it was first read, so it began then or earlier
  DROP CONSTRAINT check_mode_pkey,
  ADD PRIMARY KEY (source_id, check_id, place, valid_from);
CREATE INDEX check_mode_check ON check_mode (check_id) WHERE valid_to IS NULL;

ALTER TABLE feed_check
  ADD COLUMN listed integer,                          -- of a list that was cut: how many it showed, of how many; null when it is whole
  ADD COLUMN total integer;

CREATE TABLE event_day (                              -- things that happened; they open and close nothing
  source_id integer NOT NULL,
  day       date NOT NULL,
  check_id  integer NOT NULL,
  subject   uuid NOT NULL,
  api_group text NOT NULL DEFAULT '',
  kind      text NOT NULL,
  namespace text NOT NULL DEFAULT '',
  name      text NOT NULL,
  team_id   integer NOT NULL DEFAULT 0,
  severity  smallint NOT NULL,
  events    integer NOT NULL,
  message   text NOT NULL DEFAULT '',
  last_at   timestamptz NOT NULL,                     -- when the last of them was read or says it happened
  PRIMARY KEY (source_id, day, check_id, subject)
);
CREATE INDEX event_day_check ON event_day (check_id, day);

CREATE TABLE event_seen (                             -- what a report held of them at its last reading, so that none counts twice
  source_id integer NOT NULL,
  report    uuid NOT NULL,
  digest    uuid NOT NULL,
  times     integer NOT NULL,
  PRIMARY KEY (source_id, report, digest)
);
