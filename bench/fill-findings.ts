import type { Db } from '#lib/db/connect.ts'

const SOURCES = 20
const FINDINGS_A_SUBJECT = 5

/** As many open findings as asked for, of 20 clusters, 50 teams and 400 checks, made by the database itself in seconds. */
export async function fillFindings(db: Db, findings: number): Promise<void> {
  const subjects = findings / FINDINGS_A_SUBJECT
  const steps = [
    `INSERT INTO source (id, name, kind, environment, created_at)
     SELECT i, 'cluster-' || i, 'cluster', CASE WHEN i % 4 = 0 THEN 'staging' ELSE 'production' END, now() FROM generate_series(1, ${SOURCES}) i`,
    `INSERT INTO feed (source_id, feed_id, kind, last_gen, last_scan_at, last_complete_at)
     SELECT i, 1, 'policy-report', 1, now(), now() FROM generate_series(1, ${SOURCES}) i`,
    `INSERT INTO team (id, slug, name, created_at) SELECT i, 'team-' || i, 'Team ' || i, now() FROM generate_series(1, 50) i`,
    `INSERT INTO policy_check (id, engine, policy, rule, title, severity, first_at)
     SELECT i, 'kyverno', 'policy-' || (i / 4), 'rule-' || i, 'Check number ' || i, 1 + i % 4, now() FROM generate_series(1, 400) i`,
    `INSERT INTO feed_check (source_id, feed_id, check_id, first_at) SELECT s, 1, c, now() FROM generate_series(1, ${SOURCES}) s, generate_series(1, 400) c`,
    `INSERT INTO subject_state (source_id, feed_id, subject, hash, api_group, kind, namespace, name, team_id, first_at, changed_at)
     SELECT 1 + i % ${SOURCES}, 1, md5(i::text)::uuid, md5(i::text)::uuid, 'apps', 'Deployment', 'namespace-' || i % 500, 'workload-' || i, i % 51, now(), now()
     FROM generate_series(1, ${subjects}) i`,
    `INSERT INTO finding_open (source_id, feed_id, subject, check_id, status, severity, team_id, cause, opened_at, due_at, scan_id, message)
     SELECT 1 + i % ${SOURCES}, 1, md5(i::text)::uuid, c, 1, 1 + c % 4, i % 51, 1 + i % 3, '2026-06-01Z'::timestamptz + (i::bigint * 31 + c * 7919) % 12000000 * interval '1 second',
       NULL, md5('scan' || i % ${SOURCES})::uuid,
       'validation error: containers must not use the setting. rule rule-' || c || ' failed at path /spec/template/spec/containers/0/'
     FROM (SELECT i, 1 + (i * 7 + k * 83) % 400 AS c FROM generate_series(1, ${subjects}) i, generate_series(1, ${FINDINGS_A_SUBJECT}) k) f`,
    'ANALYZE',
  ]
  for (const step of steps) await db.sql.query(step)
}
