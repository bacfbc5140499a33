import type { Sql } from '#lib/db/connect.ts'

export type ControlFeed = {
  sourceId: number
  /** Null for a source that has not sent anything. */
  feedId: number | null
  kind: string
  environment: string
  lastCompleteAt: Date | null
}

/** Subjects of one feed with the same verdicts, and how many they are. Ids are of checks. */
export type VerdictProfile = {
  sourceId: number
  feedId: number
  subjects: number
  pass: number[]
  skip: number[]
  excepted: number[]
  fail: number[]
  warn: number[]
  error: number[]
}

export type ControlInputs = {
  feeds: ControlFeed[]
  profiles: VerdictProfile[]
  /** Earliest opening of what is open now: status 1 fail, 2 warn. */
  openSince: { sourceId: number; checkId: number; status: number; since: Date }[]
  /** Checks that a source reported on some day, though it may not report them now. */
  reported: { sourceId: number; checkId: number }[]
  checkMappings: { checkId: number; mappingId: string }[]
  mappingControls: { mappingId: string; isPrefix: boolean; framework: string; controlId: string }[]
  /** Active controls that some mapping entry speaks for; headings are left out. */
  controls: { framework: string; controlId: string }[]
  mappingVersion: string
}

/** Everything that control states are made from, of sources that are not removed. */
export async function readControlInputs(sql: Sql): Promise<ControlInputs> {
  const rows = async <T extends object>(text: string): Promise<T[]> => (await sql.query<T>(text)).rows
  return {
    feeds: await rows(FEEDS),
    profiles: await rows(PROFILES),
    openSince: await rows(OPEN_SINCE),
    reported: await rows(REPORTED),
    checkMappings: await rows(
      `SELECT check_id AS "checkId", mapping_id AS "mappingId" FROM check_mapping ORDER BY 1, 2`,
    ),
    mappingControls: await rows(MAPPING_CONTROLS),
    controls: await rows(CONTROLS),
    mappingVersion: (await rows<{ version: string | null }>(MAPPING_VERSION))[0]?.version ?? '',
  }
}

const FEEDS = `
  SELECT s.id AS "sourceId", f.feed_id AS "feedId", s.kind, s.environment, f.last_complete_at AS "lastCompleteAt"
  FROM source s LEFT JOIN feed f ON f.source_id = s.id
  WHERE s.removed_at IS NULL`

// Every subject that exists and every open finding is in exactly one profile; a finding counts even where its subject's
// row is missing or marked gone, for a failure must not vanish with it.
const PROFILES = `
  WITH open AS (
    SELECT source_id, feed_id, subject,
           array_agg(check_id ORDER BY check_id) FILTER (WHERE status = 1) AS fail,
           array_agg(check_id ORDER BY check_id) FILTER (WHERE status = 2) AS warn,
           array_agg(check_id ORDER BY check_id) FILTER (WHERE status = 3) AS error
    FROM finding_open GROUP BY source_id, feed_id, subject),
  subjects AS (
    SELECT source_id, feed_id, o.fail, o.warn, o.error,
           CASE WHEN s.gone_at IS NULL THEN s.pass END AS pass,
           CASE WHEN s.gone_at IS NULL THEN s.skip END AS skip,
           CASE WHEN s.gone_at IS NULL THEN s.excepted END AS excepted
    FROM subject_state s FULL JOIN open o USING (source_id, feed_id, subject)
    WHERE s.gone_at IS NULL OR o.subject IS NOT NULL)
  SELECT source_id AS "sourceId", feed_id AS "feedId", count(*) AS subjects,
         coalesce(array_to_json(pass), '[]') AS pass, coalesce(array_to_json(skip), '[]') AS skip,
         coalesce(array_to_json(excepted), '[]') AS excepted, coalesce(array_to_json(fail), '[]') AS fail,
         coalesce(array_to_json(warn), '[]') AS warn, coalesce(array_to_json(error), '[]') AS error
  FROM subjects GROUP BY source_id, feed_id, pass, skip, excepted, fail, warn, error`

const OPEN_SINCE = `
  SELECT source_id AS "sourceId", check_id AS "checkId", status, min(opened_at) AS since
  FROM finding_open WHERE status IN (1, 2) GROUP BY source_id, check_id, status`

const REPORTED = `
  SELECT s.id AS "sourceId", c.check_id AS "checkId"
  FROM source s CROSS JOIN (SELECT DISTINCT check_id FROM check_mapping) c
  WHERE s.removed_at IS NULL
    AND EXISTS (SELECT 1 FROM roll_check_day r WHERE r.source_id = s.id AND r.check_id = c.check_id)`

const MAPPING_CONTROLS = `
  SELECT mc.mapping_id AS "mappingId", m.match ->> 'check' LIKE '%*' AS "isPrefix",
         mc.framework_id AS framework, mc.control_id AS "controlId"
  FROM mapping_control mc JOIN mapping m ON m.id = mc.mapping_id
  WHERE mc.mapping_id IN (SELECT mapping_id FROM check_mapping)`

const CONTROLS = `
  SELECT c.framework_id AS framework, c.id AS "controlId" FROM control c
  WHERE c.active AND c.automation <> 'rollup'
    AND EXISTS (SELECT 1 FROM mapping_control m WHERE m.framework_id = c.framework_id AND m.control_id = c.id)
  ORDER BY c.framework_id, c.position`

const MAPPING_VERSION = `SELECT string_agg(DISTINCT version, ',' ORDER BY version) AS version FROM mapping`
