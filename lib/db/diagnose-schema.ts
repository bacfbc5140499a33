import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { administer } from './administer.ts'
import { describeCatalog } from './describe-catalog.ts'
import { migrate } from './migrate.ts'
import { readDatamodels, readMigrations, withSchemaEngine } from './schema-engine.ts'

export type SchemaDiagnosis = {
  /** Migrations of this version that the database lacks. */
  unapplied: string[]
  /** Migrations whose text differs from what was applied. */
  edited: string[]
  failed: string[]
  /** Migrations in the database that this version does not know: it is older than the database. */
  unknown: string[]
  /** What the database has otherwise than the migrations say: `+` only in the database, `-` missing there. */
  drift: string[]
  /** SQL between the migrations and the record models; empty when they agree. */
  models: string
}

/** Compares database, migrations and record models. Makes two databases beside it for the comparison and drops them. */
export async function diagnoseSchema(url: string): Promise<SchemaDiagnosis> {
  const migrationsList = await readMigrations()
  const filters = { externalTables: [], externalEnums: [] }
  const history = await withSchemaEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  )
  const drift = await withShadow(url, async (shadow) => {
    await migrate(shadow)
    return difference(await linesOf(url), await linesOf(shadow))
  })
  const models = await withShadow(url, (shadow) => modelDifference(url, shadow))
  const diagnostic = history.history
  return {
    unapplied: diagnostic && 'unappliedMigrationNames' in diagnostic ? diagnostic.unappliedMigrationNames : [],
    unknown: diagnostic && 'unpersistedMigrationNames' in diagnostic ? diagnostic.unpersistedMigrationNames : [],
    edited: history.editedMigrationNames,
    failed: history.failedMigrationNames,
    drift,
    models,
  }
}

/** Tables that have no record model on purpose: they are written by COPY and read by SQL. */
const HOT = `feed scan scan_file scan_rejected raw finding_open finding_closed finding_excepted finding_event exception
  namespace_label ownership feed_check check_mode dirty_day roll_org_day roll_team_day roll_check_day roll_control_day control_state_day
  fix_life policy_object event_day event_seen admission_hour blocked_change deployment change_commit deployment_change incident worker_beat cluster_lease finding`
  .split(/\s+/)
  .map((name) => `public.${name}`)

async function modelDifference(url: string, shadow: string): Promise<string> {
  const files = (await readDatamodels()).map(([path, content]) => ({ path, content }))
  const { stdout } = await withSchemaEngine(
    url,
    async (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...(await readMigrations()) },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters: { externalTables: HOT, externalEnums: [] },
      }),
    shadow,
  )
  const text = stdout?.trim() ?? ''
  return text === '-- This is an empty migration.' ? '' : text
}

async function withShadow<T>(url: string, work: (shadowUrl: string) => Promise<T>): Promise<T> {
  const name = `muniment_shadow_${randomBytes(4).toString('hex')}`
  await administer(url, `CREATE DATABASE ${name}`)
  try {
    const shadow = new URL(url)
    shadow.pathname = `/${name}`
    return await work(shadow.href)
  } finally {
    await administer(url, `DROP DATABASE ${name} WITH (FORCE)`)
  }
}

async function linesOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await describeCatalog(client)
  } finally {
    await client.end()
  }
}

function difference(actual: string[], wanted: string[]): string[] {
  const has = new Set(actual)
  const wants = new Set(wanted)
  return [
    ...actual.filter((line) => !wants.has(line)).map((line) => `+ ${line}`),
    ...wanted.filter((line) => !has.has(line)).map((line) => `- ${line}`),
  ]
}
