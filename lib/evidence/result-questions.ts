import type { SourceDay } from './keyed-rows.ts'
import type { Question } from './snapshot.ts'

type Named = { group: string | null; kind: string | null; namespace: string | null; name: string | null }

export type ScanRow = SourceDay & {
  scan: string
  feed: string
  feedScope: string
  observedAt: Date
  receivedAt: Date
  complete: boolean
  reason: string | null
  status: string
  listed: number
  parsed: number
  rejected: number
  ignored: number
  stored: number
  opened: number
  closed: number
  changed: number
  context: Record<string, unknown>
}
export type FileRow = SourceDay & {
  scan: string
  name: string
  sha256: string | null
  bytes: number
  mediaType: string | null
}
export type RejectedRow = SourceDay & { scan: string; file: string; path: string; reason: string }
export type CheckRow = SourceDay & {
  checkId: number
  pass: number
  fail: number
  warn: number
  error: number
  skip: number
  excepted: number
}
export type EventRow = SourceDay &
  Named & {
    at: Date
    event: number
    feed: string | null
    feedScope: string | null
    checkId: number
    part: string
    episode: number
    scan: string
    detail: Record<string, unknown> | null
  }
export type OpenRow = SourceDay &
  Named & {
    feed: string | null
    feedScope: string | null
    checkId: number
    part: string
    episode: number
    status: number
    severity: number
    cause: number
    team: string | null
    openedAt: Date
    dueAt: Date | null
    scan: string
    message: string
  }

/** What the results files are made of. Each is ordered by source and day first. $1 sources, $2 start, $3 end. */
export const SCANS: Question = {
  name: 'results-scans',
  about: 'The scans of the period. $1 sources, $2 start, $3 end.',
  sql: `
SELECT c.source_id AS "sourceId", (c.observed_at AT TIME ZONE 'UTC')::date AS day, c.scan_id AS scan, f.kind AS feed,
       f.scope AS "feedScope", c.observed_at AS "observedAt", c.received_at AS "receivedAt", c.complete, c.reason, c.status,
       c.listed, c.parsed, c.rejected, c.ignored, c.stored, c.opened, c.closed, c.changed, c.context
FROM scan c LEFT JOIN feed f USING (source_id, feed_id)
WHERE c.source_id = ANY ($1::int[]) AND c.observed_at >= $2 AND c.observed_at < $3
ORDER BY 1, 2, c.observed_at, c.scan_id`,
}

export const FILES: Question = {
  name: 'results-files',
  about: 'The documents each scan read, and whether their bytes are kept. $1 sources, $2 start, $3 end.',
  sql: `
SELECT c.source_id AS "sourceId", (c.observed_at AT TIME ZONE 'UTC')::date AS day, c.scan_id AS scan, d.name,
       d.digest AS sha256, d.bytes, r.media_type AS "mediaType"
FROM scan c
JOIN scan_file d USING (source_id, scan_id)
LEFT JOIN raw r ON r.source_id = d.source_id AND r.digest = d.digest
WHERE c.source_id = ANY ($1::int[]) AND c.observed_at >= $2 AND c.observed_at < $3
ORDER BY 1, 2, c.observed_at, c.scan_id, d.n`,
}

export const REJECTED: Question = {
  name: 'results-rejected',
  about: 'Entries that could not be read, with the reason. $1 sources, $2 start, $3 end.',
  sql: `
SELECT c.source_id AS "sourceId", (c.observed_at AT TIME ZONE 'UTC')::date AS day, c.scan_id AS scan, r.file, r.path, r.reason
FROM scan c JOIN scan_rejected r USING (source_id, scan_id)
WHERE c.source_id = ANY ($1::int[]) AND c.observed_at >= $2 AND c.observed_at < $3
ORDER BY 1, 2, c.observed_at, c.scan_id, r.n`,
}

export const CHECK_DAYS: Question = {
  name: 'results-checks',
  about: 'Subjects by check and verdict, as the last scan of the day left them. $1 sources, $2 first day, $3 last day.',
  sql: `
SELECT r.source_id AS "sourceId", r.day, r.check_id AS "checkId", r.pass, r.fail, r.warn, r.error, r.skip, r.excepted
FROM roll_check_day r JOIN policy_check c ON c.id = r.check_id
WHERE r.source_id = ANY ($1::int[]) AND r.day >= $2::date AND r.day <= $3::date
ORDER BY 1, 2, c.engine COLLATE "C", c.policy COLLATE "C", c.rule COLLATE "C"`,
}

export const CHANGES: Question = {
  name: 'results-changes',
  about: 'What opened, closed and changed. $1 sources, $2 start, $3 end, $4 teams or null for all.',
  sql: `
SELECT e.source_id AS "sourceId", (e.at AT TIME ZONE 'UTC')::date AS day, e.at, e.event, f.kind AS feed,
       f.scope AS "feedScope", k.api_group AS "group", k.kind, k.namespace, k.name, e.check_id AS "checkId", e.part,
       e.episode, e.scan_id AS scan, e.detail
FROM finding_event e
LEFT JOIN feed f ON f.source_id = e.source_id AND f.feed_id = e.feed_id
LEFT JOIN subject_state k ON k.source_id = e.source_id AND k.feed_id = e.feed_id AND k.subject = e.subject
WHERE e.source_id = ANY ($1::int[]) AND e.at >= $2 AND e.at < $3
  AND ($4::int[] IS NULL OR k.team_id = ANY ($4::int[]))
ORDER BY 1, 2, e.at, e.gen, e.feed_id, e.subject, e.check_id, e.part COLLATE "C", e.event, e.episode`,
}

export const OPEN: Question = {
  name: 'results-open',
  about:
    'Findings open at the end of what is covered, with the status and severity they had then; messages are the latest. $1 sources, $2 end, $3 last day, $4 teams or null for all.',
  sql: `
SELECT o.source_id AS "sourceId", $3::date AS day, f.kind AS feed, f.scope AS "feedScope", k.api_group AS "group", k.kind,
       k.namespace, k.name, o.check_id AS "checkId", o.part, o.episode,
       coalesce((was.detail ->> 'status')::int, o.status) AS status,
       coalesce((was.detail ->> 'severity')::int, o.severity) AS severity,
       o.cause, t.slug AS team, o.opened_at AS "openedAt", o.due_at AS "dueAt", o.scan_id AS scan, o.message
FROM finding o
LEFT JOIN feed f ON f.source_id = o.source_id AND f.feed_id = o.feed_id
LEFT JOIN subject_state k ON k.source_id = o.source_id AND k.feed_id = o.feed_id AND k.subject = o.subject
LEFT JOIN team t ON t.id = o.team_id
LEFT JOIN (
  SELECT DISTINCT source_id, feed_id, subject, check_id, part, episode FROM finding_event
  WHERE source_id = ANY ($1::int[]) AND event = 3 AND at >= $2) later
  ON later.source_id = o.source_id AND later.feed_id = o.feed_id AND later.subject = o.subject
    AND later.check_id = o.check_id AND later.part = o.part AND later.episode = o.episode
LEFT JOIN LATERAL (
  SELECT e.detail FROM finding_event e
  WHERE later.source_id IS NOT NULL AND e.source_id = o.source_id AND e.feed_id = o.feed_id AND e.subject = o.subject
    AND e.check_id = o.check_id AND e.part = o.part AND e.episode = o.episode AND e.event IN (1, 3) AND e.at < $2
  ORDER BY e.at DESC, e.gen DESC LIMIT 1) was ON true
WHERE o.source_id = ANY ($1::int[]) AND o.opened_at < $2 AND (o.closed_at IS NULL OR o.closed_at >= $2)
  AND ($4::int[] IS NULL OR o.team_id = ANY ($4::int[]))
ORDER BY 1, 2, o.severity, o.opened_at, o.feed_id, o.subject, o.check_id, o.part COLLATE "C", o.episode`,
}
