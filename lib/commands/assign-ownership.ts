import type { PoolClient } from 'pg'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { markRenewed } from '#lib/db/mark-renewed.ts'
import { ensurePartitions } from '#lib/db/partitions.ts'
import { type Owner, ownerRuleOf } from '#lib/domain/owner-rule-of.ts'
import type { OwnerRule } from '#lib/domain/ownership.ts'

export type Reassigned = { subjects: number; findings: number }

/**
 * Gives every present subject, and what is open or excepted on it, to the team that the rules and labels name now. What
 * moved is in the event trail and in the history of ownership; closed findings stay with the team that had them. Does
 * nothing where nothing differs, so it may run at any time. One transaction a source: a scan of it waits, or is waited for.
 */
export async function assignOwnership(db: Db, now: Date): Promise<Reassigned> {
  await ensurePartitions(db.sql, now)
  const { rows: sources } = await db.sql.query<{ id: number }>(
    'SELECT id FROM source WHERE removed_at IS NULL ORDER BY id',
  )
  const total = { subjects: 0, findings: 0 }
  for (const { id } of sources) {
    const moved = await inTransaction(db, (client) => assignSource(client, id, now))
    total.subjects += moved.subjects
    total.findings += moved.findings
  }
  return total
}

async function assignSource(client: PoolClient, sourceId: number, now: Date): Promise<Reassigned> {
  // The lock of a scan: what is read below stays true until the commit.
  await client.query('SELECT 1 FROM source WHERE id = $1 FOR UPDATE', [sourceId])
  const owners = await ownersOf(client, sourceId)
  const places = [...owners.keys()]
  const values = [sourceId, places, places.map((place) => owners.get(place)?.teamId ?? 0)]

  const { rows: moved } = await client.query<Reassigned>(MOVE, [...values, now])
  await client.query(HISTORY, [...values, places.map((place) => owners.get(place)?.rule ?? ''), now])
  const { subjects = 0, findings = 0 } = moved[0] ?? {}
  if (subjects || findings) {
    await client.query(
      `INSERT INTO dirty_day (source_id, day) VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING`,
      [sourceId, now],
    )
    await markRenewed(client, 'ownership')
  }
  return { subjects, findings }
}

async function ownersOf(client: PoolClient, sourceId: number): Promise<Map<string, Owner>> {
  const { rows: sources } = await client.query<{ name: string; repository: string | null }>(
    'SELECT name, repository FROM source WHERE id = $1',
    [sourceId],
  )
  const { rows: rules } = await client.query<OwnerRule>(
    'SELECT team_id AS "teamId", kind, pattern, position FROM team_rule ORDER BY position, id',
  )
  const { rows: teams } = await client.query<{ slug: string; id: number }>('SELECT slug, id FROM team')
  const { rows: places } = await client.query<{ place: string; labels: Record<string, string> | null }>(
    `SELECT p.place, l.labels FROM (SELECT DISTINCT ${PLACE} AS place FROM subject_state k WHERE k.source_id = $1 AND k.gone_at IS NULL) p
     LEFT JOIN namespace_label l ON l.source_id = $1 AND l.namespace = p.place`,
    [sourceId],
  )
  const { name: source = '', repository = null } = sources[0] ?? {}
  const bySlug = new Map(teams.map(({ slug, id }) => [slug, id]))
  return new Map(
    places.map(({ place, labels }) => [
      place,
      ownerRuleOf(rules, { source, repository, namespace: place, labels: labels ?? {} }, bySlug),
    ]),
  )
}

/** What ownership is decided on: the namespace, and of a namespace itself its name. As the ingest has it. */
const PLACE = `CASE WHEN k.kind = 'Namespace' AND k.api_group = '' THEN k.name ELSE k.namespace END`

/** Subjects whose team differs, then what hangs on them. Findings follow their subject and leave a `team changed` event. */
const MOVE = `
WITH owner AS (SELECT * FROM unnest($2::text[], $3::int[]) AS o (place, team_id)),
moved AS (
  UPDATE subject_state k SET team_id = o.team_id FROM owner o
  WHERE k.source_id = $1 AND k.gone_at IS NULL AND ${PLACE} = o.place AND k.team_id <> o.team_id
  RETURNING k.feed_id, k.subject, k.team_id),
current AS (
  SELECT k.feed_id, k.subject, o.team_id FROM subject_state k JOIN owner o ON ${PLACE} = o.place
  WHERE k.source_id = $1 AND k.gone_at IS NULL),
open AS (
  UPDATE finding_open f SET team_id = c.team_id FROM current c, finding_open old
  WHERE f.source_id = $1 AND f.feed_id = c.feed_id AND f.subject = c.subject AND f.team_id <> c.team_id
    AND old.source_id = f.source_id AND old.feed_id = f.feed_id AND old.subject = f.subject AND old.check_id = f.check_id AND old.part = f.part
  RETURNING f.feed_id, f.subject, f.check_id, f.part, f.episode, f.scan_id, old.team_id AS before, f.team_id AS after),
excepted AS (
  UPDATE finding_excepted f SET team_id = c.team_id FROM current c
  WHERE f.source_id = $1 AND f.feed_id = c.feed_id AND f.subject = c.subject AND f.team_id <> c.team_id RETURNING 1),
told AS (
  INSERT INTO finding_event (source_id, feed_id, at, gen, scan_id, subject, check_id, part, event, episode, detail)
  SELECT $1, o.feed_id, $4, d.last_gen, o.scan_id, o.subject, o.check_id, o.part, 4, o.episode,
         jsonb_build_object('from', o.before, 'to', o.after)
  FROM open o JOIN feed d ON d.source_id = $1 AND d.feed_id = o.feed_id RETURNING 1)
SELECT (SELECT count(*)::int FROM moved) AS subjects, (SELECT count(*)::int FROM told) AS findings`

/** Ends the row of a place whose team or rule is another now, and of a place that is gone, and begins the new one. */
const HISTORY = `
WITH owner AS (SELECT * FROM unnest($2::text[], $3::int[], $4::text[]) AS o (namespace, team_id, rule)),
ended AS (
  UPDATE ownership h SET valid_to = $5
  WHERE h.source_id = $1 AND h.valid_to IS NULL AND h.valid_from < $5
    AND NOT EXISTS (SELECT 1 FROM owner o WHERE o.namespace = h.namespace AND o.team_id = h.team_id AND o.rule = h.rule))
INSERT INTO ownership (source_id, namespace, team_id, rule, valid_from)
SELECT $1, o.namespace, o.team_id, o.rule, $5 FROM owner o
WHERE NOT EXISTS (SELECT 1 FROM ownership h WHERE h.source_id = $1 AND h.namespace = o.namespace AND h.valid_to IS NULL
                  AND h.team_id = o.team_id AND h.rule = o.rule)
ON CONFLICT (source_id, namespace, valid_from) DO UPDATE SET team_id = excluded.team_id, rule = excluded.rule`
