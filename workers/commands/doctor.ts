import { diagnoseSchema, type SchemaDiagnosis } from '#lib/db/diagnose-schema.ts'
import { type AuditChain, checkAuditChain } from '#lib/queries/check-audit-chain.ts'
import type { CommandContext } from '../cli.ts'

/**
 * `doctor`: says whether database, migrations and record models agree, and whether the audit log is as it was written;
 * exit 1 when not.
 */
export async function doctorCommand({ db, argv, print }: CommandContext): Promise<number> {
  const diagnosis = await diagnoseSchema(db.url)
  const isReadable = !diagnosis.unapplied.length && !diagnosis.failed.length
  const auditLog = isReadable ? await checkAuditChain(db) : undefined
  const problems = [...describe(diagnosis), ...(auditLog ? describeChain(auditLog) : [])]
  if (argv.includes('--json'))
    print(`${JSON.stringify({ ok: problems.length === 0, ...diagnosis, auditLog }, null, 2)}\n`)
  else if (problems.length) print(`${problems.join('\n')}\n`)
  else
    print(
      `The database, the migrations and the record models agree.\nThe audit log is as it was written: ${auditLog?.rows ?? 0} rows.\n`,
    )
  return problems.length ? 1 : 0
}

function describeChain(chain: AuditChain): string[] {
  if (chain.ok) return []
  const { sequence, id, at, action, why } = chain.broken
  const what = id ? ` (${action}, ${at?.toISOString()}, id ${id})` : ''
  return [`the audit log is broken at row ${sequence}${what}: ${why}`]
}

const SHOWN = 20

/** A database that lacks a migration differs in everything; only one that has them all has drifted. */
function firstOf(drift: string[]): string[] {
  const shown = drift.slice(0, SHOWN).map((line) => `the database differs from the migrations: ${line}`)
  return drift.length > SHOWN
    ? [...shown, `and ${drift.length - SHOWN} more differences; --json lists them all`]
    : shown
}

function describe({ unapplied, edited, failed, unknown, drift, models }: SchemaDiagnosis): string[] {
  return [
    ...unapplied.map((name) => `migration ${name} is not applied: run \`npm run muniment -- migrate\``),
    ...failed.map((name) => `migration ${name} failed and blocks all later ones`),
    ...edited.map((name) => `migration ${name} was changed after it was applied: restore its text`),
    ...unknown.map(
      (name) => `migration ${name} is in the database and unknown here: this version is older than the database`,
    ),
    ...(unapplied.length ? [] : firstOf(drift)),
    ...(models ? [`the record models differ from the migrations:\n${models}`] : []),
  ]
}
