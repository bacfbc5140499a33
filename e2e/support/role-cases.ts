import { createAudit } from '#lib/commands/create-audit.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import type { Scope } from '#lib/domain/scope.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { getScope } from '#lib/queries/get-scope.ts'
import type { demoDatabase } from './demo-database.ts'
import { signInAs } from './sign-in-as.ts'

type Demo = Awaited<ReturnType<typeof demoDatabase>>
export type RoleCase = { name: string; cookie: string; scope: Scope }

/** One person of each role in the demo, none of whom sees everything; the auditor's audit is of October and SOC 2. */
export async function roleCases(demo: Demo): Promise<RoleCase[]> {
  const { db } = demo
  const { rows: teams } = await db.sql.query<{ id: number }>(`SELECT id FROM team WHERE slug = 'payments'`)
  const { rows: sources } = await db.sql.query<{ id: number }>(`SELECT id FROM source WHERE name = 'prod-eu'`)
  const { id: auditId } = await createAudit(db, {
    plan: {
      name: 'Who sees what',
      frameworks: ['soc2'],
      from: '2026-10-01',
      to: '2026-10-31',
      sources: sources.map(({ id }) => id),
      expiresOn: '2036-12-31',
    },
    by: program('cli'),
    now: new Date(),
  })
  const given: Record<string, UserAccess> = {
    member: { role: 'member', limits: {}, teams: teams.map(({ id }) => id), auditId: null },
    'member-of-nothing': { role: 'member', limits: {}, teams: [], auditId: null },
    officer: { role: 'officer', limits: { environments: ['staging'] }, teams: [], auditId: null },
    auditor: { role: 'auditor', limits: {}, teams: [], auditId },
  }
  const cases: RoleCase[] = []
  for (const [name, access] of Object.entries(given)) {
    const { id, cookie } = await signInAs(demo, `sees-${name}`, access)
    const grant = await getGrant(db, id, new Date())
    if (!grant) throw new Error(`${name} has no grant`)
    cases.push({ name, cookie, scope: await getScope(db, grant) })
  }
  return cases
}

/** Takes the people and their audit away again, so that other journeys find the demo as it was. */
export async function removeRoleCases(db: Db): Promise<void> {
  await db.sql.query(`DELETE FROM "user" WHERE email LIKE 'sees-%@example.com'`)
  await db.sql.query(`DELETE FROM audit WHERE name = 'Who sees what'`)
}

/**
 * Words that no answer to this scope may hold: names of subjects, namespaces, sources and teams that are outside it and
 * stand for nothing inside. Only names that are words by themselves, so that an answer can be looked through in one pass.
 */
export async function foreignWords(db: Db, scope: Scope): Promise<Set<string>> {
  const list = (ids: 'all' | readonly number[]) => (ids === 'all' ? null : ids)
  const { rows } = await db.sql.query<{ word: string }>(
    `WITH mine AS (SELECT name, namespace FROM subject_state
       WHERE ($1::int[] IS NULL OR source_id = ANY ($1)) AND ($2::int[] IS NULL OR team_id = ANY ($2))),
     words AS (
       SELECT name AS word FROM subject_state UNION SELECT namespace FROM subject_state
       UNION SELECT name FROM source WHERE NOT ($1::int[] IS NULL OR id = ANY ($1)))
     SELECT word FROM words WHERE word ~ '^[a-z0-9]+(-[a-z0-9]+)+$' AND word NOT IN (SELECT name FROM mine UNION SELECT namespace FROM mine)
       AND word NOT IN (SELECT policy FROM policy_check UNION SELECT rule FROM policy_check)`,
    [list(scope.sources), list(scope.teams)],
  )
  return new Set(rows.map(({ word }) => word))
}
