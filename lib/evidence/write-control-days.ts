import type { ControlPart } from '#lib/controls/control-part.ts'
import type { Day } from '#lib/metrics/day.ts'
import type { BundleExport } from './bundle-export.ts'
import type { CatalogRecords } from './catalog-records.ts'
import { namedPart } from './control-document.ts'
import { safeNames } from './safe-names.ts'
import type { Question } from './snapshot.ts'
import type { StateOfDay } from './state-words.ts'
import { DAYS_FOLDER } from './write-controls.ts'

type Row = StateOfDay & {
  day: Day
  control: string
  environment: string
  parts: ControlPart[]
  ruleVersion: string
  mappingVersion: string
  computedAt: Date
}

/** Writes the stored state of every control on every day with what it came from: a sampled day needs no other file. */
export async function writeControlDays(
  work: BundleExport,
  catalog: CatalogRecords,
  environments: string[],
): Promise<void> {
  const { snapshot, writer, window } = work
  const folders = safeNames([DAYS_FOLDER, ...catalog.frameworks.map(({ id }) => id)])
  async function* records(framework: string) {
    const bounds = [window.days[0], window.lastDay, environments, framework]
    for await (const { parts, ...row } of snapshot.stream<Row>(DAYS, bounds, 500))
      yield `${JSON.stringify({ framework, ...row, parts: parts.map((part) => namedPart(work, catalog, part)) })}\n`
  }
  for (const { id } of catalog.frameworks)
    await writer.add(`controls/${DAYS_FOLDER}/${folders.get(id)}.ndjson.gz`, records(id), {
      role: 'control',
      mediaType: 'application/x-ndjson',
    })
}

const DAYS: Question = {
  name: 'control-days',
  about:
    'The stored states of one framework with what each came from. $1 first day, $2 last day, $3 environments, $4 framework.',
  sql: `
SELECT day, control_id AS control, environment, state, reason, exceptions, stale, rule_version AS "ruleVersion",
       mapping_version AS "mappingVersion", computed_at AS "computedAt", parts
FROM control_state_day
WHERE day >= $1::date AND day <= $2::date AND environment = ANY ($3::text[]) AND framework = $4
ORDER BY day, control_id COLLATE "C", environment COLLATE "C"`,
}
