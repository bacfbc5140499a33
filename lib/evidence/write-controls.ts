import type { ControlPart } from '#lib/controls/control-part.ts'
import type { RolledUp } from '#lib/controls/roll-up.ts'
import type { Day } from '#lib/metrics/day.ts'
import type { BundleExport } from './bundle-export.ts'
import { type CatalogRecords, type ControlRecord, controlKey } from './catalog-records.ts'
import { controlDocument } from './control-document.ts'
import type { ControlFeeds } from './control-feeds.ts'
import { type ControlPeriod, controlPeriod } from './control-period.ts'
import type { RegisterEntry } from './exception-register.ts'
import { formatJson } from './format-json.ts'
import { safeNames } from './safe-names.ts'
import type { Question } from './snapshot.ts'
import type { StateOfDay } from './state-words.ts'
import { writeHeadings } from './write-headings.ts'

type StateRow = StateOfDay & {
  framework: string
  control: string
  environment: string
  day: Day
  parts: ControlPart[] | null
}
type Stored = { days: Map<string, Map<Day, StateOfDay>>; parts: Map<string, ControlPart[]> }

/** A control as it was written: what the index and the summary are made of. */
export type WrittenControl = {
  record: ControlRecord
  path: string
  /** By environment; a heading has none. */
  periods: Map<string, ControlPeriod>
  /** For a heading, the states of the controls under it at the end, by environment. */
  headings: Map<string, RolledUp>
  checks: number
  exceptions: number
}

type Given = {
  catalog: CatalogRecords
  feeds: ControlFeeds
  register: RegisterEntry[]
  environments: string[]
}

/** Writes one file for each active control: its states, what speaks for it, its exceptions and where the evidence lies. */
export async function writeControls(work: BundleExport, given: Given): Promise<WrittenControl[]> {
  const { writer, window } = work
  const { catalog, feeds, environments } = given
  await work.progress('controls')
  const active = catalog.controls.filter((control) => control.active)
  const exceptions = exceptionsByControl(given.register)
  const written = emptyControls(active, given)

  const write = async ({ record, path, periods }: WrittenControl, { days, parts }: Stored) => {
    const key = controlKey(record)
    const isMapped = catalog.mappingsOf.has(key)
    for (const environment of environments)
      periods.set(environment, controlPeriod(days.get(environment) ?? new Map(), window, isMapped))
    const facts = { catalog, periods, parts, exceptions: exceptions.get(key) ?? [], sourceIds: feeds.sourcesOf(key) }
    await writer.add(path, formatJson(controlDocument(work, record, facts)), {
      role: 'control',
      mediaType: 'application/json',
      controls: [key],
    })
  }

  const without = new Set([...written].flatMap(([key, { record }]) => (record.automation === 'rollup' ? [] : [key])))
  for await (const [key, stored] of storedStates(work, environments)) {
    const control = written.get(key)
    if (control && without.delete(key)) await write(control, stored)
  }
  for (const key of without) {
    const control = written.get(key)
    if (control) await write(control, { days: new Map(), parts: new Map() })
  }
  await writeHeadings(work, written, environments)
  return [...written.values()]
}

function emptyControls(active: ControlRecord[], { catalog, register }: Given): Map<string, WrittenControl> {
  const folders = safeNames([DAYS_FOLDER, ...active.map(({ framework }) => framework)])
  const exceptions = exceptionsByControl(register)
  const written = new Map<string, WrittenControl>()
  for (const [framework, records] of Map.groupBy(active, (control) => control.framework)) {
    const names = safeNames(records.map(({ id }) => id))
    for (const record of records) {
      const key = controlKey(record)
      const links = catalog.mappingsOf.get(key) ?? []
      written.set(key, {
        record,
        path: `controls/${folders.get(framework)}/${names.get(record.id)}.json`,
        periods: new Map(),
        headings: new Map(),
        checks: new Set(links.flatMap(({ mapping }) => catalog.checksOf.get(mapping) ?? [])).size,
        exceptions: exceptions.get(key)?.length ?? 0,
      })
    }
  }
  return written
}

/** The folder beside those of the frameworks that holds the states of every day. */
export const DAYS_FOLDER = 'days'

async function* storedStates(
  { snapshot, window }: BundleExport,
  environments: string[],
): AsyncGenerator<[string, Stored]> {
  const bounds = [window.days[0], window.lastDay, environments]
  let key: string | undefined
  let stored: Stored = { days: new Map(), parts: new Map() }
  for await (const row of snapshot.stream<StateRow>(STATES, bounds)) {
    const { framework, control, environment, day, parts, ...state } = row
    const next = `${framework}:${control}`
    if (next !== key) {
      if (key !== undefined) yield [key, stored]
      key = next
      stored = { days: new Map(), parts: new Map() }
    }
    const days = stored.days.get(environment) ?? new Map<Day, StateOfDay>()
    stored.days.set(environment, days.set(day, state))
    if (parts) stored.parts.set(environment, parts)
  }
  if (key !== undefined) yield [key, stored]
}

function exceptionsByControl(register: RegisterEntry[]): Map<string, RegisterEntry[]> {
  const found = new Map<string, RegisterEntry[]>()
  for (const entry of register)
    for (const control of entry.controls) {
      const known = found.get(control)
      if (known) known.push(entry)
      else found.set(control, [entry])
    }
  return found
}

const STATES: Question = {
  name: 'control-states',
  about:
    'The stored states of controls, by day; what each came from, for the last day. $1 first day, $2 last day, $3 environments.',
  sql: `
SELECT framework, control_id AS control, environment, day, state, reason, exceptions, stale,
       CASE WHEN day = $2::date THEN parts END AS parts
FROM control_state_day
WHERE day >= $1::date AND day <= $2::date AND environment = ANY ($3::text[])
ORDER BY framework COLLATE "C", control_id COLLATE "C", environment COLLATE "C", day`,
}
