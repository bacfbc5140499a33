-- Which worker follows which cluster, and what it says of it. A worker that does not renew its hold loses the cluster.
CREATE TABLE cluster_lease (
  cluster       text PRIMARY KEY,                     -- the context in the kubeconfig, and the name of the source
  worker_id     uuid,                                 -- null: nobody follows it
  held_until    timestamptz,
  claimed_at    timestamptz,
  state         text NOT NULL DEFAULT 'waiting',      -- waiting | reading | live | catching up | degraded
  troubles      text[] NOT NULL DEFAULT '{}',
  kinds         jsonb NOT NULL DEFAULT '[]',          -- what was found: each kind, how reading it ended, whether it is watched
  objects       integer NOT NULL DEFAULT 0,
  lag_ms        integer NOT NULL DEFAULT 0,           -- from the first of the changes stored last to their commit
  last_event_at timestamptz,
  read_at       timestamptz,                          -- when everything was last read
  said_at       timestamptz                           -- when the worker last said all this
);
