import { type Mode, sternest } from '#lib/domain/mode.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import { asList, asObject, asText, type JsonObject } from '../ci/json-value.ts'
import { conditionTroubles } from './condition-troubles.ts'
import { factsOf } from './facts-of.ts'
import { type PolicyObject, statedOf, UNJUDGED } from './policy-object.ts'

/** The engine that each kind's results name as their source, without `Namespaced`. */
export const CEL_ENGINES: Readonly<Record<string, string>> = {
  ValidatingPolicy: 'kyvernovalidatingpolicy',
  ImageValidatingPolicy: 'kyvernoimagevalidatingpolicy',
  MutatingPolicy: 'kyvernomutatingpolicy',
  GeneratingPolicy: 'kyvernogeneratingpolicy',
  DeletingPolicy: 'deletingpolicy',
}
const JUDGES = new Set(['ValidatingPolicy', 'ImageValidatingPolicy'])
const ACTION_MODES: Readonly<Record<string, Mode>> = { Deny: 'enforce', Warn: 'warn', Audit: 'audit' }

/** A policy of policies.kyverno.io. Those that validate have a mode; those that change, make or delete things have none. */
export function celPolicy(object: PolicyObject): StatedPolicy | undefined {
  const { namespace, name, kind, spec, status } = object
  const bare = kind.replace(/^Namespaced/, '')
  const engine = CEL_ENGINES[bare]
  if (engine === undefined) return undefined
  return {
    engine,
    policy: namespace ? `${namespace}/${name}` : name,
    ...statedOf(object),
    ...factsOf(object),
    rules: [{ rule: '', modes: JUDGES.has(bare) ? [{ place: '', ...modeOf(spec) }] : [] }],
    isWholePolicy: true,
    exempt: JUDGES.has(bare) && isOff(spec, 'background') ? [{ by: 'background scans are off', what: UNJUDGED }] : [],
    troubles: conditionTroubles(status),
  }
}

/** Without any action Kyverno denies. */
function modeOf(spec: JsonObject): { mode: Mode; said: string } {
  const actions = actionsOf(spec.validationActions)
  const said = actions.length > 0 ? actions.join(', ') : 'Deny, the default'
  if (isOff(spec, 'admission')) return { mode: 'audit', said: `${said}, and not used at admission` }
  return { mode: actions.length > 0 ? modeOfActions(actions) : 'enforce', said }
}

const isOff = ({ evaluation }: JsonObject, where: 'admission' | 'background'): boolean =>
  asObject(asObject(evaluation)?.[where])?.enabled === false

export const actionsOf = (list: unknown): string[] => asList(list).flatMap((action) => asText(action) ?? [])
export const modeOfActions = (actions: readonly string[]): Mode =>
  sternest(actions.flatMap((action) => ACTION_MODES[action] ?? []))
