import type { Db, Sql } from '#lib/db/connect.ts'
import type { ClusterState } from '#lib/sources/cluster/follow/follow-cluster.ts'

/** A worker holds a cluster for so long without saying so again, by the clock of the database. */
const LEASE = '15 seconds'

/** Says that a cluster is another worker's by now: nothing of it may be stored. */
export class LeaseLost extends Error {}

export type Leases = {
  /** How many workers have said lately that they are there, this one among them. */
  countWorkers: () => Promise<number>
  claim: (clusters: readonly string[], count: number) => Promise<string[]>
  /** Holds on to these, and says how they are; returns those that are still held. */
  renew: (states: ReadonlyMap<string, ClusterState>) => Promise<string[]>
  release: (clusters: readonly string[]) => Promise<void>
  /** Throws `LeaseLost` in a transaction of a worker that does not hold the cluster. Until it ends, nobody else can claim it. */
  guard: (cluster: string) => (sql: Sql) => Promise<void>
}

/** The leases of one worker. Times are the database's: the clocks of workers may differ. */
export function clusterLeases(db: Db, workerId: string): Leases {
  return {
    countWorkers: async () => {
      const { rows } = await db.sql.query<{ count: number }>(BEAT, [workerId, LEASE])
      return Math.max(rows[0]?.count ?? 1, 1)
    },
    claim: async (clusters, count) => {
      await db.sql.query('INSERT INTO cluster_lease (cluster) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
        clusters,
      ])
      if (count <= 0) return []
      const { rows } = await db.sql.query<{ cluster: string }>(CLAIM, [workerId, clusters, count, LEASE])
      return rows.map(({ cluster }) => cluster)
    },
    renew: async (states) => {
      if (!states.size) return []
      const said = [...states].map(([cluster, state]) => ({ cluster, ...state }))
      const { rows } = await db.sql.query<{ cluster: string }>(RENEW, [workerId, JSON.stringify(said), LEASE])
      return rows.map(({ cluster }) => cluster)
    },
    release: async (clusters) => {
      await db.sql.query(RELEASE, [workerId, clusters])
    },
    guard: (cluster) => async (sql) => {
      const { rowCount } = await sql.query(HELD, [cluster, workerId])
      if (!rowCount) throw new LeaseLost(`${cluster} is followed by another worker`)
    },
  }
}

const BEAT = `
WITH own AS (
  INSERT INTO worker_beat (worker_id, started_at, beat_at) VALUES ($1, now(), now())
  ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at RETURNING 1)
SELECT (count(*) + 1)::int AS count FROM worker_beat, own WHERE worker_id <> $1 AND beat_at > now() - $2::interval`

const CLAIM = `
WITH free AS (
  SELECT cluster FROM cluster_lease
  WHERE cluster = ANY ($2::text[]) AND (worker_id IS NULL OR held_until < clock_timestamp())
  ORDER BY claimed_at NULLS FIRST, cluster LIMIT $3 FOR UPDATE SKIP LOCKED)
UPDATE cluster_lease l SET worker_id = $1, held_until = clock_timestamp() + $4::interval, claimed_at = clock_timestamp(), state = 'waiting'
FROM free WHERE l.cluster = free.cluster RETURNING l.cluster`

// A hold that has run out may be renewed as long as nobody else has taken the cluster.
const RENEW = `
UPDATE cluster_lease l
SET held_until = clock_timestamp() + $3::interval, said_at = clock_timestamp(), state = s.state, troubles = s.troubles, kinds = s.kinds,
    objects = s.objects, lag_ms = s."lagMs", last_event_at = s."lastEventAt", read_at = coalesce(s."readAt", l.read_at)
FROM jsonb_to_recordset($2::jsonb) AS s (cluster text, state text, troubles text[], kinds jsonb, objects int, "lagMs" int,
                                         "lastEventAt" timestamptz, "readAt" timestamptz)
WHERE l.cluster = s.cluster AND l.worker_id = $1 RETURNING l.cluster`

const RELEASE = `
UPDATE cluster_lease SET worker_id = NULL, held_until = NULL, state = 'waiting' WHERE worker_id = $1 AND cluster = ANY ($2::text[])`

// A claim locks the row against this lock; renewing the hold does not.
const HELD = `SELECT 1 FROM cluster_lease WHERE cluster = $1 AND worker_id = $2 AND held_until > clock_timestamp() FOR KEY SHARE`
