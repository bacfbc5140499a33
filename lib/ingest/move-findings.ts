import type { ClientBase } from 'pg'
import { NO_VERDICT } from './fold-verdicts.ts'

export type Move = {
  sourceId: number
  feedId: number
  scanId: string
  at: Date
  gen: number
  /** True until the feed's first complete scan is stored: what opens then has an unknown age. */
  baseline: boolean
  /** What a missing result proves in this format: see Parsed.absence. */
  absence: 'fixed' | 'not_evaluated'
  complete: boolean
  /** True when a subject that was gone, or of which nothing was said, is here again. */
  hasReturned: boolean
  /** True when the evaluated checks are all named, so that a missing check was not evaluated. */
  checksComplete: boolean
}

export type Moved = { closed: number; opened: number; changed: number; rowsWritten: number }

/**
 * A subject that comes back within this time is the same one recreated, and a report that is filled again was only being
 * rewritten: findings go on as if nothing had happened.
 */
const RECREATED_WITHIN = '15 minutes'

/**
 * Moves findings between open, closed and excepted to match the staged verdicts, and writes the event trail and the
 * subjects' state. Set-based; runs inside the scan's transaction, after `stage`. Joins take source and feed from the
 * staged subject: given as parameters, a table without statistics seems to hold next to nothing of them and is read whole.
 */
export async function moveFindings(client: ClientBase, move: Move): Promise<Moved> {
  const { sourceId, feedId, scanId, at, gen } = move
  const run = async (text: string, values: unknown[]) => (await client.query(text, values)).rowCount ?? 0

  await run(
    `UPDATE st_check c SET is_new = true
     WHERE NOT EXISTS (SELECT 1 FROM feed_check k WHERE k.source_id = $1 AND k.feed_id = $2 AND k.check_id = c.check_id AND k.gone_at IS NULL)`,
    [sourceId, feedId],
  )
  const resumed = move.hasReturned ? await run(RESUME, [at, gen, scanId, RECREATED_WITHIN, NO_VERDICT]) : 0
  const closed = await run(CLOSE, [at, gen, scanId, move.absence, move.checksComplete])
  const excepted = await run(EXCEPT, [sourceId, feedId, at])
  const touched = await client.query<{ opened: number; changed: number }>(OPEN, [
    sourceId,
    feedId,
    at,
    gen,
    scanId,
    move.baseline,
  ])
  const { opened = 0, changed = 0 } = touched.rows[0] ?? {}
  const states = await run(STATE, [sourceId, feedId, at])
  const checks = await run(CHECKS, [sourceId, feedId, at, move.complete && move.checksComplete])
  return {
    closed,
    opened,
    changed,
    rowsWritten: resumed * 3 + closed * 3 + excepted + (opened + changed) * 2 + states + checks,
  }
}

/**
 * Takes back the closing of findings whose subject was gone for less than the grace window and is here again, and of those
 * that closed when their report was emptied and are said again.
 */
const RESUME = `
WITH back AS (
  DELETE FROM finding_closed f USING st_subject s, subject_state k
  WHERE f.source_id = s.source_id AND f.feed_id = s.feed_id AND f.subject = s.subject AND NOT s.gone
    AND k.source_id = s.source_id AND k.feed_id = s.feed_id AND k.subject = s.subject
    AND k.changed_at > $1::timestamptz - $4::interval
    AND (f.closed_at = k.gone_at AND f.close_reason = 2
      OR k.gone_at IS NULL AND k.hash = $5::uuid AND f.closed_at = k.changed_at AND f.close_reason = 3
        AND EXISTS (SELECT 1 FROM st_finding n WHERE n.subject = f.subject AND n.check_id = f.check_id AND n.part = f.part))
  RETURNING f.*),
ev AS (INSERT INTO finding_event (source_id, feed_id, at, gen, scan_id, subject, check_id, part, event, episode)
       SELECT source_id, feed_id, $1, $2, $3, subject, check_id, part, 5, episode FROM back)
INSERT INTO finding_open (source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
                          opened_at, due_at, scan_id, message, detail)
SELECT source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
       opened_at, due_at, scan_id, message, detail FROM back`

/**
 * Closes what is open, belongs to a changed or gone subject, and is not staged any more. A subject that is gone proves
 * deletion only where every subject is listed; elsewhere its absence proves the fix, while its check is still evaluated.
 */
const CLOSE = `
WITH gone AS (
  DELETE FROM finding_open f USING st_subject s
  WHERE f.source_id = s.source_id AND f.feed_id = s.feed_id AND f.subject = s.subject
    AND NOT EXISTS (SELECT 1 FROM st_finding n WHERE n.subject = f.subject AND n.check_id = f.check_id AND n.part = f.part)
  RETURNING f.*, (CASE
    WHEN EXISTS (SELECT 1 FROM st_excepted e WHERE e.subject = f.subject AND e.check_id = f.check_id AND e.part IN (f.part, '')) THEN 6
    WHEN f.check_id = ANY (s.pass) THEN 1
    WHEN f.check_id = ANY (s.skip) THEN 7
    WHEN s.gone AND $4 = 'not_evaluated' THEN 2
    WHEN $5 AND NOT EXISTS (SELECT 1 FROM st_check c WHERE c.check_id = f.check_id) THEN 3
    WHEN $4 = 'fixed' THEN 1
    WHEN EXISTS (SELECT 1 FROM st_finding n WHERE n.subject = f.subject AND n.check_id = f.check_id) THEN 1
    ELSE 3 END)::smallint AS reason),
ev AS (INSERT INTO finding_event (source_id, feed_id, at, gen, scan_id, subject, check_id, part, event, episode, detail)
       SELECT source_id, feed_id, $1, $2, $3, subject, check_id, part, 2, episode, jsonb_build_object('reason', reason) FROM gone)
INSERT INTO finding_closed (source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
                            opened_at, due_at, scan_id, message, detail, closed_at, close_reason)
SELECT source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
       opened_at, due_at, scan_id, message, detail, $1, reason FROM gone`

/** Makes the excepted rows of changed subjects equal to the staged ones; `since` stays for those that stay. */
const EXCEPT = `
WITH dropped AS (
  DELETE FROM finding_excepted f USING st_subject s
  WHERE f.source_id = s.source_id AND f.feed_id = s.feed_id AND f.subject = s.subject
    AND NOT EXISTS (SELECT 1 FROM st_excepted n WHERE n.subject = f.subject AND n.check_id = f.check_id AND n.part = f.part)
  RETURNING 1)
INSERT INTO finding_excepted AS f (source_id, feed_id, subject, check_id, part, severity, team_id, names, since, message)
SELECT $1, $2, subject, check_id, part, severity, team_id, names, $3, message FROM st_excepted
ON CONFLICT (source_id, feed_id, subject, check_id, part) DO UPDATE
  SET severity = excluded.severity, names = CASE WHEN cardinality(excluded.names) > 0 THEN excluded.names ELSE f.names END
  WHERE f.severity <> excluded.severity OR (f.names <> excluded.names AND cardinality(excluded.names) > 0)`

/** Opens what is staged and not open; of what is open, touches only rows whose status or severity differ. */
const OPEN = `
WITH up AS (
  INSERT INTO finding_open AS f (source_id, feed_id, subject, check_id, part, episode, status, severity, team_id, cause,
                                 opened_at, due_at, scan_id, message, detail)
  SELECT $1, $2, n.subject, n.check_id, n.part, coalesce(c.last, 0) + 1, n.status, n.severity, n.team_id,
         CASE WHEN $6 THEN 0 WHEN c.last IS NOT NULL THEN 4 WHEN k.subject IS NULL THEN 1 WHEN p.is_new THEN 3 ELSE 2 END,
         $3, n.due_at, $5, n.message, n.detail
  FROM st_finding n
  JOIN st_subject s USING (subject)
  LEFT JOIN st_check p USING (check_id)
  LEFT JOIN subject_state k ON k.source_id = s.source_id AND k.feed_id = s.feed_id AND k.subject = s.subject
  LEFT JOIN finding_open o ON o.source_id = s.source_id AND o.feed_id = s.feed_id AND o.subject = s.subject
                          AND o.check_id = n.check_id AND o.part = n.part
  LEFT JOIN LATERAL (SELECT max(episode) AS last FROM finding_closed c
                     WHERE k.subject IS NOT NULL AND o.subject IS NULL AND c.source_id = s.source_id AND c.feed_id = s.feed_id
                       AND c.subject = s.subject AND c.check_id = n.check_id AND c.part = n.part) c ON true
  ON CONFLICT (source_id, feed_id, subject, check_id, part) DO UPDATE
    SET status = excluded.status, severity = excluded.severity,
        message = CASE WHEN excluded.detail IS NULL THEN f.message ELSE excluded.message END,
        detail = coalesce(excluded.detail, f.detail)
    WHERE (f.status, f.severity) IS DISTINCT FROM (excluded.status, excluded.severity)
  RETURNING f.subject, f.check_id, f.part, f.episode, f.status, f.severity, f.scan_id = $5 AND f.opened_at = $3 AS is_new),
ev AS (INSERT INTO finding_event (source_id, feed_id, at, gen, scan_id, subject, check_id, part, event, episode, detail)
       SELECT $1, $2, $3, $4, $5, subject, check_id, part, CASE WHEN is_new THEN 1 ELSE 3 END, episode,
              jsonb_build_object('status', status, 'severity', severity) FROM up)
SELECT count(*) FILTER (WHERE is_new)::int AS opened, count(*) FILTER (WHERE NOT is_new)::int AS changed FROM up`

const STATE = `
INSERT INTO subject_state AS k (source_id, feed_id, subject, hash, pass, skip, excepted, api_group, kind, namespace, name,
                                team_id, detail, first_at, changed_at, gone_at)
SELECT $1, $2, s.subject, coalesce(s.hash, o.hash), s.pass, s.skip, s.excepted, coalesce(s.api_group, o.api_group),
       coalesce(s.kind, o.kind), coalesce(s.namespace, o.namespace), coalesce(s.name, o.name),
       CASE WHEN s.gone THEN o.team_id ELSE s.team_id END, s.detail, coalesce(o.first_at, $3), $3,
       CASE WHEN s.gone THEN $3::timestamptz END
FROM st_subject s
LEFT JOIN subject_state o ON o.source_id = s.source_id AND o.feed_id = s.feed_id AND o.subject = s.subject
ON CONFLICT (source_id, feed_id, subject) DO UPDATE
  SET hash = excluded.hash, pass = excluded.pass, skip = excluded.skip, excepted = excluded.excepted,
      team_id = excluded.team_id, detail = excluded.detail, changed_at = excluded.changed_at, gone_at = excluded.gone_at`

/** Which checks the feed evaluates; one that a complete scan no longer names is marked, never removed. */
const CHECKS = `
WITH vanished AS (
  UPDATE feed_check k SET gone_at = $3
  WHERE $4 AND k.source_id = $1 AND k.feed_id = $2 AND k.gone_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM st_check c WHERE c.check_id = k.check_id)
  RETURNING 1)
INSERT INTO feed_check AS k (source_id, feed_id, check_id, first_at)
SELECT $1, $2, check_id, $3 FROM st_check
ON CONFLICT (source_id, feed_id, check_id) DO UPDATE SET gone_at = NULL WHERE k.gone_at IS NOT NULL`
