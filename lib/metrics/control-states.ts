import type { ControlPart } from '#lib/controls/control-part.ts'
import { controlState, type Part, partState, RULE_VERSION } from '#lib/controls/derive-state.ts'
import { supportingMappings } from '#lib/controls/supporting-mappings.ts'
import type { Db, Sql } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { type ControlInputs, readControlInputs } from './control-inputs.ts'
import { type ControlParts, controlParts, type PartKey } from './control-parts.ts'
import { controlTallies, type PartTally, type SubjectCounts } from './control-tallies.ts'
import { type Day, nextDay, startOfDay } from './day.ts'

/**
 * Derives the state of every control that a mapping speaks for, in every environment, and stores it for `day` in place
 * of what was there; likewise the subjects behind it by source. Controls without a mapping entry have no row: readers
 * take them as not assessed, no mapping. Results are of the present, so `now` must lie in that day or at its end.
 */
export async function computeControlStates(
  db: Db,
  { now, day }: { now: Date; day: Day },
): Promise<{ states: number; environments: number }> {
  if (!(now >= startOfDay(day) && now <= startOfDay(nextDay(day))))
    throw new RangeError(`control states of ${day} cannot be made at ${now.toISOString()}: only the present is known`)
  const supporting = await supportingMappings()
  const work = async (client: Sql) => {
    // One at a time, and one snapshot: the lock comes before the first read, which is when the snapshot is taken.
    await client.query('LOCK TABLE control_state_day IN SHARE UPDATE EXCLUSIVE MODE')
    const inputs = await readControlInputs(client)
    const links = controlParts(inputs, supporting)
    const { environments, sources } = controlTallies(inputs, links, now.getTime())
    const states = [...environments].flatMap(([environment, parts]) =>
      inputs.controls.map(({ framework, controlId }, i) => ({
        environment,
        framework,
        control_id: controlId,
        ...stateOf(links, parts, i, now.getTime()),
      })),
    )
    await storeStates(client, { states, mappingVersion: inputs.mappingVersion, day, now })
    await storeCounts(client, { sources, controls: inputs.controls, day })
    return { states: states.length, environments: environments.size }
  }
  return inTransaction(db, work, 'REPEATABLE READ')
}

function stateOf(
  { parts, partsOfControl }: ControlParts,
  tallies: (PartTally | undefined)[],
  control: number,
  now: number,
) {
  const stored: ControlPart[] = []
  const judged: Part[] = []
  for (const { part, required } of partsOfControl[control] ?? []) {
    const [key, found] = [parts[part], tallies[part]]
    if (!key || !found) continue
    const input: Part = { kind: 'check', tally: found.tally, required }
    judged.push(input)
    stored.push(storedPart(key, found, required, partState(input, now).st))
  }
  const { state, reason, exceptions, stale } = controlState({ parts: judged }, now)
  return { state, reason: reason ?? null, exceptions: exceptions ?? false, stale: stale ?? false, parts: stored }
}

function storedPart(
  key: PartKey,
  { tally, checks, lastCompleteAt }: PartTally,
  required: boolean,
  st: ControlPart['st'],
): ControlPart {
  const { fresh, stale, failSince, warnSince } = tally
  return {
    ...('checkId' in key ? key : { ...key, checks: checks.size }),
    required,
    st,
    pass: fresh.pass,
    fail: fresh.fail + stale.fail + fresh.warn + stale.warn,
    warn: fresh.warn + stale.warn,
    error: fresh.error,
    excepted: fresh.excepted,
    stale: stale.pass + stale.fail + stale.warn + stale.error + stale.excepted,
    since: isoTime(Math.min(failSince, warnSince)),
    lastCompleteAt: isoTime(lastCompleteAt),
  }
}

const isoTime = (ms = Number.NaN): string | null => (Number.isFinite(ms) ? new Date(ms).toISOString() : null)

type States = { states: object[]; mappingVersion: string; day: Day; now: Date }

/** Afterwards the day has exactly these states. */
async function storeStates(sql: Sql, { states, mappingVersion, day, now }: States): Promise<void> {
  await sql.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS r (environment text, framework text, control_id text, state text, reason text, exceptions boolean,
               stale boolean, parts jsonb)),
     gone AS (
       DELETE FROM control_state_day WHERE day = $2
         AND (environment, framework, control_id) NOT IN (SELECT environment, framework, control_id FROM wanted))
     INSERT INTO control_state_day (environment, framework, control_id, day, state, reason, exceptions, stale, parts,
                                    rule_version, mapping_version, computed_at)
     SELECT environment, framework, control_id, $2, state, reason, exceptions, stale, parts, $3, $4, $5 FROM wanted
     ON CONFLICT (environment, framework, control_id, day) DO UPDATE SET
       state = excluded.state, reason = excluded.reason, exceptions = excluded.exceptions, stale = excluded.stale,
       parts = excluded.parts, rule_version = excluded.rule_version, mapping_version = excluded.mapping_version,
       computed_at = excluded.computed_at`,
    [JSON.stringify(states), day, RULE_VERSION, mappingVersion, now],
  )
}

type Counted = { sources: Map<number, (SubjectCounts | undefined)[]>; controls: ControlInputs['controls']; day: Day }

/** Afterwards the day has, for these sources and controls, exactly the counts that are not all zero. */
async function storeCounts(sql: Sql, { sources, controls, day }: Counted): Promise<void> {
  const rows = [...sources].flatMap(([sourceId, counts]) =>
    controls.map((control, i) => ({ sourceId, ...control, counts: counts[i] })),
  )
  const keys = (list: typeof rows) => [
    list.map((row) => row.sourceId),
    list.map((row) => row.framework),
    list.map((row) => row.controlId),
  ]
  await sql.query(
    `DELETE FROM roll_control_day r USING unnest($2::integer[], $3::text[], $4::text[]) AS w (source_id, framework, control_id)
     WHERE r.source_id = w.source_id AND r.framework = w.framework AND r.control_id = w.control_id AND r.day = $1`,
    [day, ...keys(rows.filter((row) => !row.counts))],
  )
  const counted = rows.filter((row) => row.counts)
  const count = (name: keyof SubjectCounts) => counted.map((row) => row.counts?.[name] ?? 0)
  await sql.query(
    `INSERT INTO roll_control_day AS r (source_id, framework, control_id, day, pass, fail, excepted, unknown)
     SELECT source_id, framework, control_id, $1, pass, fail, excepted, unknown
     FROM unnest($2::integer[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::integer[], $8::integer[])
       AS w (source_id, framework, control_id, pass, fail, excepted, unknown)
     ON CONFLICT (source_id, framework, control_id, day) DO UPDATE SET
       pass = excluded.pass, fail = excluded.fail, excepted = excluded.excepted, unknown = excluded.unknown
     WHERE r IS DISTINCT FROM excluded`,
    [day, ...keys(counted), count('pass'), count('fail'), count('excepted'), count('unknown')],
  )
}
