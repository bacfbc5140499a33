import { diagnoseSchema, type SchemaDiagnosis } from '#lib/db/diagnose-schema.ts'
import type { CommandContext } from '../cli.ts'

/** `doctor`: says whether database, migrations and record models agree; exit 1 when they do not. */
export async function doctorCommand({ db, argv, print }: CommandContext): Promise<number> {
  const diagnosis = await diagnoseSchema(db.url)
  const problems = describe(diagnosis)
  if (argv.includes('--json')) print(`${JSON.stringify({ ok: problems.length === 0, ...diagnosis }, null, 2)}\n`)
  else if (problems.length) print(`${problems.join('\n')}\n`)
  else print('The database, the migrations and the record models agree.\n')
  return problems.length ? 1 : 0
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
