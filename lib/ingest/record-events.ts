import type { ClientBase } from 'pg'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { foldOwners, type OwnerLinks } from '#lib/domain/owner-workload.ts'
import { severityCode } from '#lib/domain/severity.ts'
import type { StatedEvent } from '#lib/domain/stated-event.ts'
import { subjectText, uuidOf } from '#lib/domain/subject-key.ts'
import { keyOf } from './key-of.ts'
import { loadOwners } from './load-owners.ts'
import { type CheckIds, registerChecks } from './register-checks.ts'

type Reading = {
  sourceId: number
  at: Date
  /** True when every report of the source was read: what others held is over. */
  complete: boolean
  events: readonly StatedEvent[]
  owners?: OwnerLinks
}
type Held = Map<string, { times: number; event: StatedEvent }>

/**
 * Counts events by day, check and workload. Reports of events are rings that are read again and again, so what a report
 * held at its last reading is remembered, and only what is new in it counts. Returns how many were new.
 */
export async function recordEvents(db: Db, reading: Reading): Promise<number> {
  const { sourceId, at, complete, events } = reading
  if (events.length === 0 && !(complete && (await remembers(db, sourceId)))) return 0
  const checks = await registerChecks(db.sql, new Set(events.map(({ check }) => check)), at)
  return inTransaction(db, async (client) => {
    await client.query('SELECT id FROM source WHERE id = $1 FOR UPDATE', [sourceId])
    const held = heldIn(events)
    const fresh = await freshOf(client, sourceId, held)
    await remember(client, sourceId, held, complete)
    await count(client, reading, fresh, checks)
    return fresh.reduce((sum, { times }) => sum + times, 0)
  })
}

async function remembers({ sql }: Db, sourceId: number): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT 1 FROM event_seen WHERE source_id = $1 LIMIT 1', [sourceId])
  return Boolean(rowCount)
}

/** What each report holds: how often each thing is told. */
function heldIn(events: readonly StatedEvent[]): Map<string, Held> {
  const reports = new Map<string, Held>()
  for (const event of events) {
    const report = uuidOf(event.report)
    const held: Held = reports.get(report) ?? new Map()
    reports.set(report, held)
    const digest = uuidOf(event.digest)
    held.set(digest, { event, times: (held.get(digest)?.times ?? 0) + 1 })
  }
  return reports
}

type Fresh = { event: StatedEvent; times: number }

async function freshOf(client: ClientBase, sourceId: number, reports: ReadonlyMap<string, Held>): Promise<Fresh[]> {
  const { rows } = await client.query<{ report: string; digest: string; times: number }>(
    'SELECT report, digest, times FROM event_seen WHERE source_id = $1 AND report = ANY ($2::uuid[])',
    [sourceId, [...reports.keys()]],
  )
  const seen = new Map(rows.map(({ report, digest, times }) => [`${report} ${digest}`, times]))
  return [...reports].flatMap(([report, held]) =>
    [...held].flatMap(([digest, { event, times }]) => {
      const more = times - (seen.get(`${report} ${digest}`) ?? 0)
      return more > 0 ? [{ event, times: more }] : []
    }),
  )
}

async function remember(
  client: ClientBase,
  sourceId: number,
  reports: ReadonlyMap<string, Held>,
  complete: boolean,
): Promise<void> {
  const rows = [...reports].flatMap(([report, held]) =>
    [...held].map(([digest, { times }]) => ({ report, digest, times })),
  )
  await client.query(
    `WITH held AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS h (report uuid, digest uuid, times int)),
     dropped AS (
       DELETE FROM event_seen s WHERE s.source_id = $1 AND ($4 OR s.report = ANY ($3::uuid[]))
         AND NOT EXISTS (SELECT 1 FROM held h WHERE (h.report, h.digest) = (s.report, s.digest)))
     INSERT INTO event_seen AS s (source_id, report, digest, times) SELECT $1, report, digest, times FROM held
     ON CONFLICT (source_id, report, digest) DO UPDATE SET times = excluded.times WHERE s.times <> excluded.times`,
    [sourceId, JSON.stringify(rows), [...reports.keys()], complete],
  )
}

async function count(
  client: ClientBase,
  { sourceId, at, owners }: Reading,
  fresh: readonly Fresh[],
  checks: CheckIds,
): Promise<void> {
  if (fresh.length === 0) return
  const teamOf = await loadOwners(client, sourceId)
  const folded = foldOwners(
    fresh.map(({ event }) => event.subject),
    owners && { links: owners },
  )
  const rows = new Map<string, Record<string, unknown> & { events: number; last_at: string }>()
  for (const { event, times } of fresh) {
    const subject = folded.get(event.subject) ?? event.subject
    const time = (event.at ?? at).toISOString()
    const row = {
      day: time.slice(0, 10),
      check_id: checks.idOf(event.check),
      subject: keyOf(subjectText(subject)),
      api_group: subject.group,
      kind: subject.kind,
      namespace: subject.namespace,
      name: subject.name,
      team_id: teamOf(subject),
      severity: severityCode(event.severity),
      message: event.message,
      last_at: time,
      events: times,
    }
    const key = `${row.day} ${row.check_id} ${row.subject}`
    const known = rows.get(key)
    if (!known) rows.set(key, row)
    else known.events += times
    if (known && known.last_at < time) known.last_at = time
  }
  await client.query(COUNT, [sourceId, JSON.stringify([...rows.values()])])
}

const COUNT = `
INSERT INTO event_day AS d (source_id, day, check_id, subject, api_group, kind, namespace, name, team_id, severity, events, message, last_at)
SELECT $1, r.day, r.check_id, r.subject, r.api_group, r.kind, r.namespace, r.name, r.team_id, r.severity, r.events, r.message, r.last_at
FROM jsonb_to_recordset($2::jsonb) AS r (day date, check_id int, subject uuid, api_group text, kind text, namespace text, name text,
  team_id int, severity smallint, events int, message text, last_at timestamptz)
ON CONFLICT (source_id, day, check_id, subject) DO UPDATE
SET events = d.events + excluded.events, severity = least(d.severity, excluded.severity),
    message = CASE WHEN excluded.last_at >= d.last_at THEN excluded.message ELSE d.message END,
    last_at = greatest(d.last_at, excluded.last_at)`
