import { type Mode, sternest } from '#lib/domain/mode.ts'
import type { Exemption, StatedPolicy } from '#lib/domain/policy.ts'
import { asList, asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import { factsOf } from './facts-of.ts'
import { type PolicyObject, statedOf } from './policy-object.ts'
import { selectorWords } from './selector-words.ts'

/** Where an action meets requests; the audit and gator's command line never block anything. */
const AT_ADMISSION = new Set(['validation.gatekeeper.sh', 'vap.k8s.io', '*'])
const AT_AUDIT = new Set(['audit.gatekeeper.sh', '*'])
const ACTION_MODES: Readonly<Record<string, Mode>> = { deny: 'enforce', warn: 'warn', dryrun: 'audit' }

/** A constraint: its check is its kind and name. */
export function constraintPolicy(object: PolicyObject): StatedPolicy {
  const { kind, name, spec, status } = object
  return {
    engine: 'gatekeeper',
    policy: kind,
    ...statedOf(object),
    ...factsOf(object),
    rules: [{ rule: name, modes: [{ place: '', ...modeOf(spec) }] }],
    isWholePolicy: false,
    exempt: matchExemptions(spec),
    troubles: podErrors(status),
  }
}

/** A ConstraintTemplate tells what all constraints of its kind mean, and judges nothing itself. */
export function templatePolicy(object: PolicyObject): StatedPolicy | undefined {
  const crd = asObject(asObject(object.spec.crd)?.spec)
  const kind = asText(asObject(crd?.names)?.kind)
  if (kind === undefined) return undefined
  return {
    engine: 'gatekeeper',
    policy: cleanName(kind),
    ...statedOf(object),
    ...factsOf(object),
    rules: [],
    isWholePolicy: true,
    exempt: [],
    troubles: podErrors(object.status),
  }
}

/** Gatekeeper's Config: the namespaces that whole processes of it leave out. */
export function gatekeeperConfig(object: PolicyObject): StatedPolicy {
  const exempt = asObjects(object.spec.match).flatMap(({ excludedNamespaces, processes }): Exemption[] => {
    const names = textsOf(excludedNamespaces)
    const of = textsOf(processes).join(', ') || '*'
    return names.length > 0 ? [{ by: `Config, for ${of}`, what: `namespaces ${names.join(', ')}` }] : []
  })
  const rules: StatedPolicy['rules'] = []
  const { name } = object
  return {
    engine: 'gatekeeper',
    policy: `Config ${name}`,
    ...statedOf(object),
    rules,
    isWholePolicy: false,
    exempt,
    troubles: podErrors(object.status),
  }
}

function modeOf(spec: JsonObject): { mode: Mode; said: string } {
  const action = asText(spec.enforcementAction) ?? 'deny'
  if (action !== 'scoped') return { mode: ACTION_MODES[action] ?? 'audit', said: cleanMessage(action).slice(0, 200) }
  const scoped = asObjects(spec.scopedEnforcementActions).flatMap(({ action, enforcementPoints }) => {
    const points = asObjects(enforcementPoints).flatMap(({ name }) => asText(name) ?? [])
    const said = asText(action)
    return said === undefined ? [] : [{ action: said, points }]
  })
  const at = (places: ReadonlySet<string>) =>
    scoped.flatMap(({ action, points }) => (points.some((point) => places.has(point)) ? [action] : []))
  const admitted = at(AT_ADMISSION).map((action): Mode => ACTION_MODES[action] ?? 'audit')
  const said = scoped.map(({ action, points }) => `${action} at ${points.join(', ')}`).join('; ')
  return {
    mode: admitted.length > 0 ? sternest(admitted) : at(AT_AUDIT).length > 0 ? 'audit' : 'off',
    said: cleanMessage(`scoped: ${said || 'no action'}`).slice(0, 500),
  }
}

function matchExemptions({ match, parameters }: JsonObject): Exemption[] {
  const { excludedNamespaces, namespaces, namespaceSelector, labelSelector } = asObject(match) ?? {}
  const images = textsOf(asObject(parameters)?.exemptImages)
  const selected = [selectorWords(namespaceSelector), selectorWords(labelSelector)]
  const found: [string, string | undefined][] = [
    ['excludedNamespaces', list('namespaces', textsOf(excludedNamespaces))],
    ['namespaces', list('every namespace but', textsOf(namespaces))],
    ['namespaceSelector', selected[0] && `namespaces without labels ${selected[0]}`],
    ['labelSelector', selected[1] && `objects without labels ${selected[1]}`],
    ['exemptImages', list('images', images)],
  ]
  return found.flatMap(([by, what]) => (what === undefined ? [] : [{ by, what: cleanMessage(what) }]))
}

const textsOf = (value: unknown): string[] => asList(value).flatMap((text) => asText(text) ?? [])
const list = (words: string, names: readonly string[]): string | undefined =>
  names.length > 0 ? `${words} ${names.join(', ')}` : undefined

/** The errors of its pods and enforcement points, each once. */
function podErrors({ byPod }: JsonObject): string[] {
  const errors = asObjects(byPod).flatMap((pod) => [
    ...asObjects(pod.errors),
    ...asObjects(pod.enforcementPointsStatus).filter(({ state }) => state === 'error'),
  ])
  return [...new Set(errors.flatMap(({ message }) => (asText(message) ? [cleanMessage(message)] : [])))]
}
