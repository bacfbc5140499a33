import type { Sql } from '#lib/db/connect.ts'
import { statusOf } from '#lib/domain/outcome.ts'
import type { Subject, Truncated } from '#lib/domain/result.ts'
import { type SubjectVerdicts, unnamed } from './fold-verdicts.ts'
import type { KnownSubject } from './known-state.ts'
import type { CheckIds } from './register-checks.ts'
import { carriedRow, type VerdictRow } from './verdict-row.ts'

type Feed = { sourceId: number; feedId: number }
type OpenRow = { subject: string; check_id: number; part: string; status: number; severity: number }

/**
 * For a scan that is not complete: what it does not mention of a subject it does mention stays as it was. Without this
 * a partial report would turn everything it leaves out into "not evaluated". Of a workload it may have met some pods and not
 * the one that fails: what was known of it only gets worse.
 */
export async function carryUnmentioned(
  sql: Sql,
  feed: Feed,
  folded: Map<string, SubjectVerdicts>,
  known: Map<string, KnownSubject>,
): Promise<void> {
  const keys = [...folded.values()]
    .filter((v) => known.get(v.key) && known.get(v.key)?.hash !== v.hash)
    .map((v) => v.key)
  if (!keys.length) return
  const { rows: states } = await sql.query<{ subject: string; pass: number[]; skip: number[] }>(
    `SELECT replace(subject::text, '-', '') AS subject, pass, skip FROM subject_state WHERE source_id = $1 AND feed_id = $2 AND subject = ANY ($3::uuid[])`,
    [feed.sourceId, feed.feedId, keys],
  )
  const { rows: open } = await sql.query<OpenRow>(
    `SELECT replace(subject::text, '-', '') AS subject, check_id, part, status, severity FROM finding_open
     WHERE source_id = $1 AND feed_id = $2 AND subject = ANY ($3::uuid[])`,
    [feed.sourceId, feed.feedId, keys],
  )
  const { rows: excepted } = await sql.query<Omit<OpenRow, 'status'>>(
    `SELECT replace(subject::text, '-', '') AS subject, check_id, part, severity FROM finding_excepted
     WHERE source_id = $1 AND feed_id = $2 AND subject = ANY ($3::uuid[])`,
    [feed.sourceId, feed.feedId, keys],
  )
  const mentioned = new Map(keys.map((key) => [key, new Set(folded.get(key)?.rows.map((row) => row.checkId))]))
  const carried = new Map<string, VerdictRow[]>()
  const add = (subject: string, row: VerdictRow) => {
    const isFolded = folded.get(subject)?.instances !== undefined
    if (!isFolded && mentioned.get(subject)?.has(row.checkId)) return
    const rows = carried.get(subject) ?? []
    carried.set(subject, rows)
    rows.push(row)
  }
  for (const row of open) add(row.subject, carriedRow(row.check_id, row.part, statusOf(row.status), row.severity))
  for (const row of excepted) add(row.subject, carriedRow(row.check_id, row.part, 'excepted', row.severity))
  for (const { subject, pass, skip } of states) {
    for (const id of pass) add(subject, carriedRow(id, '', 'pass', 0))
    for (const id of skip) add(subject, carriedRow(id, '', 'skip', 0))
  }
  for (const [key, rows] of carried) folded.get(key)?.add(rows)
}

/**
 * For checks whose list was cut: a known finding that is missing, and whose absence proves nothing, stays open. It is
 * put back among the verdicts, with its subject if the document does not name it at all.
 */
export async function carryUnproven(
  sql: Sql,
  feed: Feed,
  folded: Map<string, SubjectVerdicts>,
  truncated: Truncated[],
  checks: CheckIds,
): Promise<number> {
  if (!truncated.length) return 0
  const byId = new Map(truncated.map((entry) => [checks.idOf(entry.check), entry]))
  const { rows } = await sql.query<OpenRow & { api_group: string; kind: string; namespace: string; name: string }>(
    `SELECT replace(f.subject::text, '-', '') AS subject, f.check_id, f.part, f.status, f.severity, s.api_group, s.kind, s.namespace, s.name
     FROM finding_open f JOIN subject_state s USING (source_id, feed_id, subject)
     WHERE f.source_id = $1 AND f.feed_id = $2 AND f.check_id = ANY ($3::int[])`,
    [feed.sourceId, feed.feedId, [...byId.keys()]],
  )
  const carried = new Map<string, { subject: Subject; rows: VerdictRow[] }>()
  let count = 0
  for (const row of rows) {
    const subject: Subject = { group: row.api_group, kind: row.kind, namespace: row.namespace, name: row.name }
    if (folded.get(row.subject)?.rows.some((r) => r.checkId === row.check_id && r.part === row.part)) continue
    if (byId.get(row.check_id)?.provesFixed(subject)) continue
    const entry = carried.get(row.subject) ?? { subject, rows: [] }
    carried.set(row.subject, entry)
    entry.rows.push(carriedRow(row.check_id, row.part, statusOf(row.status), row.severity))
    count++
  }
  for (const [key, { subject, rows: added }] of carried) {
    const verdicts = folded.get(key) ?? unnamed(key, subject, checks)
    folded.set(key, verdicts)
    verdicts.add(added)
  }
  return count
}
