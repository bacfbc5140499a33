import type { Mode } from '#lib/domain/mode.ts'
import type { Exemption, StatedMode, StatedPolicy } from '#lib/domain/policy.ts'
import { asList, asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanName } from '../clean-name.ts'
import { conditionTroubles } from './condition-troubles.ts'
import { factsOf } from './facts-of.ts'
import { type PolicyObject, statedOf, UNJUDGED } from './policy-object.ts'
import { selectorWords } from './selector-words.ts'

/**
 * A ClusterPolicy or Policy of kyverno.io. Only rules that validate or verify images have a mode, which
 * Kyverno takes from the rule's overrides by namespace, the rule, the policy's overrides, the policy, in this order.
 */
export function kyvernoPolicy(object: PolicyObject): StatedPolicy {
  const { namespace, name, spec } = object
  return {
    engine: 'kyverno',
    policy: namespace ? `${namespace}/${name}` : name,
    ...statedOf(object),
    ...factsOf(object),
    rules: asObjects(spec.rules).flatMap((rule) => ruleOf(rule, spec)),
    isWholePolicy: true,
    exempt: [...withoutBackground(spec), ...asObjects(spec.rules).flatMap(exemptionsOf)],
    troubles: conditionTroubles(object.status),
  }
}

function ruleOf(rule: JsonObject, spec: JsonObject): StatedPolicy['rules'] {
  const name = asText(rule.name)
  const validate = asObject(rule.validate)
  const images = asObjects(rule.verifyImages)
  if (name === undefined) return []
  if (validate === undefined && images.length === 0) return [{ rule: cleanName(name), modes: [] }]
  const own = asText(validate?.failureAction) ?? sternestAction(images)
  const inherited = own === undefined
  const overrides = [
    ...overridesOf(validate?.failureActionOverrides),
    ...(inherited ? overridesOf(spec.validationFailureActionOverrides) : []),
  ]
  const everywhere = own ?? asText(spec.validationFailureAction) ?? 'Audit'
  const isAtAdmission = spec.admission !== false
  const modes = new Map<string, StatedMode>()
  for (const { place, action } of [...overrides, { place: '', action: everywhere }])
    if (!modes.has(place)) modes.set(place, { place, ...modeOf(action, isAtAdmission) })
  return [{ rule: cleanName(name), modes: [...modes.values()] }]
}

function modeOf(action: string, isAtAdmission: boolean): { mode: Mode; said: string } {
  const isEnforced = action.toLowerCase() === 'enforce'
  if (!isAtAdmission) return { mode: 'audit', said: `${action}, and not used at admission` }
  return { mode: isEnforced ? 'enforce' : 'audit', said: action }
}

/** Of several image rules the one that blocks decides. */
const sternestAction = (images: readonly JsonObject[]): string | undefined => {
  const actions = images.flatMap(({ failureAction }) => asText(failureAction) ?? [])
  return actions.find((action) => action.toLowerCase() === 'enforce') ?? actions[0]
}

function overridesOf(list: unknown): { place: string; action: string }[] {
  return asObjects(list).flatMap(({ action, namespaces, namespaceSelector }) => {
    const said = asText(action)
    if (said === undefined) return []
    const selected = selectorWords(namespaceSelector)
    const names = asList(namespaces).flatMap((name) => asText(name) ?? [])
    const places = [...names, ...(selected ? [`labels ${selected}`] : [])]
    return places.map((place) => ({ place: cleanName(place), action: said }))
  })
}

/** Without background scans an object is judged when it is asked for, and those that are there already never are. */
const withoutBackground = (spec: JsonObject): Exemption[] =>
  spec.background === false ? [{ by: 'background: false', what: UNJUDGED }] : []

function exemptionsOf(rule: JsonObject): Exemption[] {
  const exclude = asObject(rule.exclude)
  return [...asObjects(exclude?.any), ...asObjects(exclude?.all), ...(exclude ? [exclude] : [])].flatMap(
    ({ resources }) => {
      const { namespaces, namespaceSelector, selector, names } = asObject(resources) ?? {}
      const listed = asList(namespaces).flatMap((name) => asText(name) ?? [])
      const named = asList(names).flatMap((name) => asText(name) ?? [])
      const by = `exclude of rule ${String(rule.name)}`
      const words = [
        listed.length > 0 && `namespaces ${listed.join(', ')}`,
        selectorWords(namespaceSelector) && `namespaces with labels ${selectorWords(namespaceSelector)}`,
        selectorWords(selector) && `objects with labels ${selectorWords(selector)}`,
        named.length > 0 && `objects named ${named.join(', ')}`,
      ].filter((word) => typeof word === 'string')
      return words.length > 0 ? [{ by, what: words.join(' and ') }] : []
    },
  )
}
