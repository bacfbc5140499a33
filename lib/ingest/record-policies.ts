import { hash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { markRenewed } from '#lib/db/mark-renewed.ts'
import { modeCode } from '#lib/domain/mode.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import type { Check } from '#lib/domain/result.ts'
import { subjectText, uuidOf } from '#lib/domain/subject-key.ts'
import { type CheckIds, registerChecks } from './register-checks.ts'
import { endModes, type ModeRow, setModes } from './set-modes.ts'
import { writePolicyFacts } from './write-policy-facts.ts'

type Reading = { sourceId: number; at: Date; complete: boolean; policies: readonly StatedPolicy[] }
type Known = { id: string; hash: string; gone: boolean; changedAt: Date }
type Stated = { id: string; hash: string; policy: StatedPolicy }

/**
 * Makes what is known of a source's policies equal to what it states now: their facts, which win over those of reports,
 * and the mode of each check and place, with when each began. One that a complete reading no longer has ends its modes.
 * A reading older than what is known changes nothing. Returns how many policies changed.
 */
export async function recordPolicies(db: Db, { sourceId, at, complete, policies }: Reading): Promise<number> {
  const stated = new Map(policies.map((policy) => [idOf(policy), policy]))
  const all = [...stated].map(([id, policy]): Stated => ({ id, policy, hash: hashOf(policy) }))
  const differs = (known: ReadonlyMap<string, Known>) => ({
    changed: all.filter(({ id, hash }) => known.get(id)?.gone !== false || known.get(id)?.hash !== hash),
    gone: complete ? [...known.values()].flatMap(({ id, gone }) => (gone || stated.has(id) ? [] : [id])) : [],
  })
  const before = differs(await knownOf(db.sql, sourceId))
  if (before.changed.length + before.gone.length === 0) return 0

  const checks = await registerChecks(
    db.sql,
    before.changed.flatMap(({ policy }) => checksOf(policy)),
    at,
  )
  return inTransaction(db, async (client) => {
    await client.query('SELECT id FROM source WHERE id = $1 FOR UPDATE', [sourceId])
    const known = await knownOf(client, sourceId)
    if ([...known.values()].some(({ changedAt }) => changedAt > at)) return 0
    const { changed, gone } = differs(known)
    const own = changed.filter(({ id }) => before.changed.some((one) => one.id === id))
    await endModes(client, sourceId, gone, at)
    const modes = own.flatMap((one) => modesOf(one, { checks, known, at }))
    await setModes(client, sourceId, { modes, policyIds: own.map(({ id }) => id), at })
    await writeObjects(client, sourceId, own, checks, at)
    await writePolicyFacts(client, sharingNames(own, all))
    await markRenewed(client, 'policies')
    return own.length + gone.length
  })
}

const idOf = ({ group, kind, namespace, name }: StatedPolicy): string =>
  uuidOf(subjectText({ group, kind, namespace, name }))

/** Covers all that is kept, so that nothing is written while nothing changes. */
function hashOf({ createdAt: _, ...policy }: StatedPolicy): string {
  return uuidOf(hash('sha256', JSON.stringify(policy)))
}

const checksOf = ({ engine, policy, rules, title, category, severity, helpUri }: StatedPolicy): Check[] =>
  rules.map(({ rule }) => ({
    engine,
    policy,
    rule,
    ...(title && { title }),
    ...(category && { category }),
    ...(severity && { severity }),
    ...(helpUri && { helpUri }),
  }))

async function knownOf(sql: Pick<ClientBase, 'query'>, sourceId: number): Promise<Map<string, Known>> {
  const { rows } = await sql.query<Known>(
    `SELECT policy_id AS id, hash, gone_at IS NOT NULL AS gone, changed_at AS "changedAt" FROM policy_object WHERE source_id = $1`,
    [sourceId],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

async function writeObjects(
  client: ClientBase,
  sourceId: number,
  changed: readonly Stated[],
  checks: CheckIds,
  at: Date,
): Promise<void> {
  const rows = changed.map(({ id, hash, policy }) => ({
    policy_id: id,
    hash,
    engine: policy.engine,
    policy: policy.policy,
    api_group: policy.group,
    kind: policy.kind,
    namespace: policy.namespace,
    name: policy.name,
    check_ids: checksOf(policy).map(checks.idOf),
    exempt: policy.exempt,
    troubles: policy.troubles,
    object: policy.object,
    created_at: policy.createdAt ?? null,
  }))
  await client.query(
    `INSERT INTO policy_object AS p (source_id, policy_id, engine, policy, api_group, kind, namespace, name, hash, check_ids, exempt,
                                     troubles, object, created_at, first_seen_at, changed_at)
     SELECT $1, r.policy_id, r.engine, r.policy, r.api_group, r.kind, r.namespace, r.name, r.hash, r.check_ids, r.exempt,
            r.troubles, r.object, r.created_at, $2, $2
     FROM jsonb_to_recordset($3::jsonb) AS r (policy_id uuid, engine text, policy text, api_group text, kind text, namespace text,
       name text, hash uuid, check_ids int[], exempt jsonb, troubles text[], object jsonb, created_at timestamptz)
     ON CONFLICT (source_id, policy_id) DO UPDATE
     SET engine = excluded.engine, policy = excluded.policy, hash = excluded.hash, check_ids = excluded.check_ids,
         exempt = excluded.exempt, troubles = excluded.troubles, object = excluded.object, created_at = excluded.created_at,
         changed_at = excluded.changed_at, gone_at = NULL`,
    [sourceId, at, JSON.stringify(rows)],
  )
}

/**
 * When a mode that was not known began: with its object, if that was never changed since; at this reading, if the object
 * was read before; else it was so already when it was first read.
 */
function modesOf(
  { id, policy }: Stated,
  { checks, known, at }: { checks: CheckIds; known: ReadonlyMap<string, Known>; at: Date },
): ModeRow[] {
  const { createdAt, isAsCreated, rules } = policy
  const before = known.get(id)
  const lastRead = [...known.values()].reduce((max, { changedAt }) => Math.max(max, changedAt.getTime()), 0)
  const isNew = before === undefined
  const isMadeSince = createdAt !== undefined && known.size > 0 && createdAt.getTime() > lastRead
  const since = isNew && isAsCreated && createdAt && createdAt < at ? createdAt : at
  const own = checksOf(policy)
  return rules.flatMap(({ modes }, i) => {
    const check = own[i]
    if (check === undefined) return []
    const check_id = checks.idOf(check)
    return modes.map(({ place, mode, said }) => ({
      check_id,
      place,
      mode: modeCode(mode),
      said,
      since,
      is_baseline: isNew && since === at && !isMadeSince,
    }))
  })
}

/** Every policy that shares its name with a changed one: a template and the constraints of its kind. */
function sharingNames(changed: readonly Stated[], all: readonly Stated[]): StatedPolicy[] {
  const names = new Set(changed.map(({ policy }) => `${policy.engine}\0${policy.policy}`))
  return all.flatMap(({ policy }) => (names.has(`${policy.engine}\0${policy.policy}`) ? [policy] : []))
}
