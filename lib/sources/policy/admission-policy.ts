import { type Mode, sternest } from '#lib/domain/mode.ts'
import type { StatedMode, StatedPolicy } from '#lib/domain/policy.ts'
import { asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { actionsOf, modeOfActions } from './cel-policy.ts'
import { factsOf } from './facts-of.ts'
import { type PolicyObject, statedOf } from './policy-object.ts'
import { selectorWords } from './selector-words.ts'

/**
 * A ValidatingAdmissionPolicy with the bindings that name it. It does what its bindings say where they match, and nothing
 * without one. `isBindingsKnown` is false when the bindings could not all be seen: then it has no mode.
 */
export function admissionPolicy(
  object: PolicyObject,
  bindings: readonly PolicyObject[],
  isBindingsKnown: boolean,
): StatedPolicy {
  const own = bindings.filter(({ spec }) => spec.policyName === object.name)
  return {
    engine: 'validatingadmissionpolicy',
    policy: object.name,
    ...statedOf(object),
    ...createdWith(object, own),
    ...factsOf(object),
    rules: [{ rule: '', modes: isBindingsKnown ? modesOf(own) : [] }],
    isWholePolicy: true,
    exempt: own.flatMap(({ name, spec }) => exemptionsOf(name, spec)),
    troubles: typeWarnings(object.status),
    object: own.length > 0 ? { policy: object.kept, bindings: own.map(({ kept }) => kept) } : object.kept,
  }
}

/** It has been as it is since the youngest of its parts was made, when none was changed. */
function createdWith({ createdAt, isAsCreated }: PolicyObject, bindings: readonly PolicyObject[]) {
  const times = [createdAt, ...bindings.map((binding) => binding.createdAt)]
  const known = times.filter((time) => time !== undefined)
  const isComplete = known.length === times.length && isAsCreated && bindings.every((binding) => binding.isAsCreated)
  const youngest = known.sort((a, b) => b.getTime() - a.getTime())[0]
  return { isAsCreated: isComplete, ...(youngest && { createdAt: youngest }) }
}

function modesOf(bindings: readonly PolicyObject[]): StatedMode[] {
  const places = new Map<string, { modes: Mode[]; said: Set<string> }>()
  for (const { spec } of bindings) {
    const actions = actionsOf(spec.validationActions)
    const place = placeOf(spec)
    const at = places.get(place) ?? { modes: [], said: new Set() }
    places.set(place, at)
    at.modes.push(modeOfActions(actions))
    at.said.add(actions.join(', ') || 'no action')
  }
  if (places.size === 0) return [{ place: '', mode: 'off', said: 'no binding' }]
  const modes = [...places].map(([place, { modes, said }]) => ({
    place,
    mode: sternest(modes),
    said: [...said].join('; '),
  }))
  return places.has('') ? modes : [...modes, { place: '', mode: 'off', said: 'bound nowhere else' }]
}

function placeOf({ matchResources }: JsonObject): string {
  const { namespaceSelector, objectSelector } = asObject(matchResources) ?? {}
  const [namespaces, objects] = [selectorWords(namespaceSelector), selectorWords(objectSelector)]
  return [namespaces && `labels ${namespaces}`, objects && `objects with labels ${objects}`].filter(Boolean).join('; ')
}

function exemptionsOf(binding: string, { matchResources }: JsonObject) {
  const excluded = asObjects(asObject(matchResources)?.excludeResourceRules)
  return excluded.map(({ resources, resourceNames }) => ({
    by: `excludeResourceRules of binding ${binding}`,
    what: cleanMessage(
      [...actionsOf(resources), ...actionsOf(resourceNames).map((name) => `named ${name}`)].join(', ') || 'resources',
    ),
  }))
}

const typeWarnings = (status: JsonObject): string[] =>
  asObjects(asObject(status.typeChecking)?.expressionWarnings).flatMap(({ fieldRef, warning }) =>
    asText(warning) ? [cleanMessage(`${String(fieldRef)}: ${asText(warning)}`)] : [],
  )
