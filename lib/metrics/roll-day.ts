import type { ClientBase } from 'pg'
import { SEVERITIES, SEVERITY_WEIGHT } from '#lib/domain/severity.ts'
import { type Day, nextDay, startOfDay } from './day.ts'

const WEIGHTS = SEVERITIES.map((severity) => SEVERITY_WEIGHT[severity])

/**
 * Recomputes the rollups of some sources for one UTC day, in the caller's transaction. Twice gives the same rows.
 * What comes from intervals (open, opened, closed, exposure) can be recomputed for any day. Passes exist only for the
 * present: they are taken on the day of a source's latest scan, and what was taken on an earlier day stays as it was.
 */
export async function rollDay(client: ClientBase, sources: number[], day: Day, now: Date): Promise<void> {
  const start = startOfDay(day)
  const end = startOfDay(nextDay(day))
  const until = now < end ? now : end
  const { rows } = await client.query<{ id: number; live: boolean }>(
    `SELECT s.id, coalesce(max((f.last_scan_at AT TIME ZONE 'UTC')::date) = $2::date, false) AS live
     FROM source s LEFT JOIN feed f ON f.source_id = s.id WHERE s.id = ANY ($1::int[]) GROUP BY s.id`,
    [sources, day],
  )
  const live = rows.filter((row) => row.live).map(({ id }) => id)
  const past = rows.filter((row) => !row.live).map(({ id }) => id)

  await client.query('DELETE FROM roll_team_day WHERE day = $1 AND source_id = ANY ($2::int[])', [day, live])
  await client.query(
    `UPDATE roll_team_day SET open = '{0,0,0,0,0,0}', opened = 0, baseline = 0, repeat_opened = 0, fixed = 0, closed = 0,
       exposure_s = 0, breached = 0 WHERE day = $1 AND source_id = ANY ($2::int[])`,
    [day, past],
  )
  await client.query(INTERVALS, [sources, day, start, end, until])
  if (live.length) {
    await client.query('DELETE FROM roll_check_day WHERE day = $1 AND source_id = ANY ($2::int[])', [day, live])
    await client.query(CHECKS, [live, day])
    await client.query(JUDGED, [live, day, WEIGHTS])
  }
  await client.query(OLD_LIVES, [sources, day])
  await client.query(LIVES, [sources, day])
  await client.query('DELETE FROM roll_org_day WHERE day = $1', [day])
  await client.query(ORGANISATION, [day])
}

/** What was open at the day's end and what moved during it, by source and team, from the findings' intervals. */
const INTERVALS = `
INSERT INTO roll_team_day AS r (source_id, team_id, day, open, opened, baseline, repeat_opened, fixed, closed, exposure_s, breached)
SELECT source_id, team_id, $2,
  ARRAY[count(*) FILTER (WHERE still AND severity = 1), count(*) FILTER (WHERE still AND severity = 2),
        count(*) FILTER (WHERE still AND severity = 3), count(*) FILTER (WHERE still AND severity = 4),
        count(*) FILTER (WHERE still AND severity = 5), count(*) FILTER (WHERE still AND severity = 6)]::int[],
  count(*) FILTER (WHERE opened_at >= $3 AND cause <> 0), count(*) FILTER (WHERE opened_at >= $3 AND cause = 0),
  count(*) FILTER (WHERE opened_at >= $3 AND cause = 4),
  count(*) FILTER (WHERE NOT still AND close_reason = 1), count(*) FILTER (WHERE NOT still),
  coalesce(sum(greatest(extract(epoch FROM least(coalesce(closed_at, $5), $5) - greatest(opened_at, $3)), 0)), 0)::bigint,
  count(*) FILTER (WHERE still AND due_at < $5)
FROM (SELECT *, closed_at IS NULL OR closed_at >= $4 AS still FROM finding
      WHERE source_id = ANY ($1::int[]) AND opened_at < $4 AND (closed_at IS NULL OR closed_at >= $3)) f
GROUP BY source_id, team_id
ON CONFLICT (source_id, team_id, day) DO UPDATE
SET open = excluded.open, opened = excluded.opened, baseline = excluded.baseline, repeat_opened = excluded.repeat_opened,
    fixed = excluded.fixed, closed = excluded.closed, exposure_s = excluded.exposure_s, breached = excluded.breached`

/** Verdicts by check, counted once a subject, as the sources' latest scans left them. */
const CHECKS = `
INSERT INTO roll_check_day (source_id, check_id, day, pass, fail, warn, error, skip, excepted)
SELECT source_id, check_id, $2, sum(pass), sum(fail), sum(warn), sum(error), sum(skip), sum(excepted) FROM (
  SELECT source_id, unnest(pass) AS check_id, 1 AS pass, 0 AS fail, 0 AS warn, 0 AS error, 0 AS skip, 0 AS excepted
  FROM subject_state WHERE source_id = ANY ($1::int[]) AND gone_at IS NULL
  UNION ALL
  SELECT source_id, unnest(skip), 0, 0, 0, 0, 1, 0 FROM subject_state WHERE source_id = ANY ($1::int[]) AND gone_at IS NULL
  UNION ALL
  SELECT source_id, unnest(excepted), 0, 0, 0, 0, 0, 1 FROM subject_state WHERE source_id = ANY ($1::int[]) AND gone_at IS NULL
  UNION ALL
  SELECT source_id, check_id, 0, (worst = 1)::int, (worst = 2)::int, (worst = 3)::int, 0, 0 FROM (
    SELECT source_id, feed_id, subject, check_id, CASE WHEN bool_or(status = 1) THEN 1 WHEN bool_or(status = 3) THEN 3 ELSE 2 END AS worst
    FROM finding_open WHERE source_id = ANY ($1::int[]) GROUP BY source_id, feed_id, subject, check_id) o
) v GROUP BY source_id, check_id`

/**
 * What each team's subjects were judged on, and what the fleet's rate per check would have let them fail: the case-mix
 * expectation of the leaderboard. Checks without any pass anywhere have no rate and are left out.
 */
const JUDGED = `
WITH passed AS (
  SELECT source_id, team_id, unnest(pass) AS check_id, 1 AS n, 0 AS x FROM subject_state
  WHERE source_id = ANY ($1::int[]) AND gone_at IS NULL),
failed AS (
  SELECT DISTINCT source_id, feed_id, subject, team_id, check_id, 1 AS n, 1 AS x FROM finding_open WHERE source_id = ANY ($1::int[])),
judged AS (
  SELECT source_id, team_id, check_id, sum(n) AS n, sum(x) AS x FROM (
    SELECT source_id, team_id, check_id, n, x FROM passed UNION ALL SELECT source_id, team_id, check_id, n, x FROM failed) p
  GROUP BY source_id, team_id, check_id),
rate AS (
  SELECT check_id, (sum(fail + warn + error)::float8 / sum(pass + fail + warn + error)) AS r
  FROM roll_check_day WHERE day = $2 GROUP BY check_id HAVING sum(pass) > 0),
compared AS (
  SELECT j.source_id, j.team_id, sum(j.x) AS o, sum(j.n * rate.r) AS e,
         sum(j.x * ($3::float8[])[c.severity]) AS ow, sum(j.n * rate.r * ($3::float8[])[c.severity]) AS ew
  FROM judged j JOIN rate USING (check_id) JOIN policy_check c ON c.id = j.check_id GROUP BY j.source_id, j.team_id),
counted AS (
  SELECT source_id, team_id, count(*) AS subjects, sum(cardinality(pass)) AS pass, sum(cardinality(skip)) AS skip,
         sum(cardinality(excepted)) AS excepted
  FROM subject_state WHERE source_id = ANY ($1::int[]) AND gone_at IS NULL GROUP BY source_id, team_id),
violating AS (SELECT source_id, team_id, sum(x) AS fail FROM judged GROUP BY source_id, team_id)
INSERT INTO roll_team_day AS r (source_id, team_id, day, open, subjects, pass, fail, skip, excepted, opened, baseline,
  repeat_opened, fixed, closed, exposure_s, breached, observed, expected, observed_w, expected_w)
SELECT k.source_id, k.team_id, $2, '{0,0,0,0,0,0}', k.subjects, k.pass, coalesce(v.fail, 0), k.skip, k.excepted, 0, 0, 0, 0, 0, 0, 0,
       coalesce(c.o, 0), coalesce(c.e, 0), coalesce(c.ow, 0), coalesce(c.ew, 0)
FROM counted k LEFT JOIN violating v USING (source_id, team_id) LEFT JOIN compared c USING (source_id, team_id)
ON CONFLICT (source_id, team_id, day) DO UPDATE
SET subjects = excluded.subjects, pass = excluded.pass, fail = excluded.fail, skip = excluded.skip, excepted = excluded.excepted,
    observed = excluded.observed, expected = excluded.expected, observed_w = excluded.observed_w, expected_w = excluded.expected_w`

/** Lifetimes by day of opening and closing, renewed for what opened or closed on the day and for what is still open. */
const OLD_LIVES = `
DELETE FROM fix_life WHERE source_id = ANY ($1::int[]) AND (opened_day = $2 OR closed_day = $2 OR closed_day = 'infinity')`
const LIVES = `
INSERT INTO fix_life (source_id, team_id, severity, cause, close_reason, opened_day, closed_day, n)
SELECT source_id, team_id, severity, cause, close_reason, opened_day, closed_day, count(*) FROM (
  SELECT source_id, team_id, severity, cause, coalesce(close_reason, 0) AS close_reason,
         (opened_at AT TIME ZONE 'UTC')::date AS opened_day,
         coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity'::date) AS closed_day
  FROM finding WHERE source_id = ANY ($1::int[])) f
WHERE opened_day = $2 OR closed_day = $2 OR closed_day = 'infinity'
GROUP BY 1, 2, 3, 4, 5, 6, 7`

const ORGANISATION = `
INSERT INTO roll_org_day (day, open, pass, fail, skip, excepted, opened, baseline, fixed, closed, exposure_s, breached)
SELECT day, ARRAY[sum(open[1]), sum(open[2]), sum(open[3]), sum(open[4]), sum(open[5]), sum(open[6])]::int[],
       sum(pass), sum(fail), sum(skip), sum(excepted), sum(opened), sum(baseline), sum(fixed), sum(closed), sum(exposure_s), sum(breached)
FROM roll_team_day WHERE day = $1 GROUP BY day`
