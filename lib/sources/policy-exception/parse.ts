import { checkText } from '#lib/domain/check-text.ts'
import type { Ignored, Rejected, StatedException } from '#lib/domain/result.ts'
import { apiGroup } from '../api-group.ts'
import { asObject, asObjects, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import { pathOf } from '../documents/path-of.ts'
import { CEL_ENGINES } from '../policy/cel-policy.ts'
import { expiryOf, notesOf } from './conventions.ts'
import { parseMoment } from './parse-expiry.ts'
import { scopeText } from './scope-text.ts'
import { storableValue } from './storable-value.ts'

/** `listed` = exceptions + rejected + ignored. */
export type ParsedExceptions = {
  listed: number
  exceptions: StatedException[]
  rejected: Rejected[]
  ignored: Ignored[]
  warnings: string[]
}

/** `places` are JSON pointers to the objects; without them the objects are the items of one list. */
export type ExceptionOptions = { now: Date; places?: readonly string[] }

/**
 * Reads Kyverno's PolicyException objects, those of kyverno.io and of policies.kyverno.io. That one exists does not mean
 * that it has any effect: only a report that names it shows that.
 */
export function parsePolicyExceptions(
  objects: readonly unknown[],
  { now, places }: ExceptionOptions,
): ParsedExceptions {
  const parsed: ParsedExceptions = { listed: objects.length, exceptions: [], rejected: [], ignored: [], warnings: [] }
  for (const [i, object] of objects.entries()) {
    const read = exceptionOf(object)
    if ('rejected' in read)
      parsed.rejected.push({ path: pathOf(places?.[i] ?? `/items/${i}`) || 'document', reason: read.rejected })
    else {
      parsed.exceptions.push(read.exception)
      parsed.warnings.push(...warningsOf(read, now))
    }
  }
  return parsed
}

type Read = { exception: StatedException; unreadable: string[] }

function exceptionOf(object: unknown): Read | { rejected: string } {
  if (!isObject(object)) return { rejected: 'not an object' }
  const group = apiGroup(object.apiVersion)
  if (object.kind !== 'PolicyException' || (group !== 'kyverno.io' && group !== 'policies.kyverno.io'))
    return { rejected: `${asText(object.kind)?.slice(0, 100) ?? 'an object without a kind'} is not a policy exception` }
  const metadata = asObject(object.metadata)
  const spec = asObject(object.spec)
  const name = asText(metadata?.name)
  if (name === undefined) return { rejected: 'a policy exception without a name' }
  if (spec === undefined) return { rejected: 'a policy exception without a spec' }
  const createdAt = parseMoment(asText(metadata?.creationTimestamp) ?? '')
  const { expiresAt, unreadable } = expiryOf(object, createdAt)
  const exception: StatedException = {
    kind: 'policy-exception',
    name: cleanName(name),
    namespace: cleanName(asText(metadata?.namespace) ?? ''),
    checks: group === 'kyverno.io' ? rulesOf(spec) : policiesOf(spec),
    scope: scopeText(spec),
    ...notesOf(object),
    ...(createdAt && { createdAt }),
    ...(expiresAt && { expiresAt }),
    object: keptOf(object),
  }
  return { exception, unreadable }
}

function rulesOf(spec: JsonObject): string[] {
  return asObjects(spec.exceptions).flatMap(({ policyName, ruleNames }) => {
    const policy = asText(policyName)
    if (policy === undefined) return []
    const rules = Array.isArray(ruleNames) ? ruleNames.filter((rule) => asText(rule) !== undefined) : []
    return (rules.length > 0 ? rules : ['']).map((rule) => named('kyverno', policy, rule))
  })
}

const policiesOf = (spec: JsonObject): string[] =>
  asObjects(spec.policyRefs).flatMap(({ kind, name }) => {
    const policy = asText(name)
    const of = asText(kind)?.replace(/^Namespaced/, '') ?? ''
    return policy === undefined ? [] : [named(CEL_ENGINES[of] ?? of.toLowerCase(), policy, '')]
  })

const named = (engine: string, policy: string, rule: string): string =>
  cleanMessage(checkText({ engine, policy, rule }))

/** The object as evidence: without what the API server and kubectl keep for themselves. */
function keptOf({ apiVersion, kind, metadata, spec }: JsonObject): unknown {
  const { name, namespace, uid, creationTimestamp, labels, annotations } = asObject(metadata) ?? {}
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...written } = asObject(annotations) ?? {}
  const kept = { name, namespace, uid, creationTimestamp, labels, annotations: written }
  return storableValue({ apiVersion, kind, metadata: kept, spec })
}

function warningsOf({ exception, unreadable }: Read, now: Date): string[] {
  const { namespace, name, expiresAt } = exception
  const what = namespace ? `${namespace}/${name}` : name
  return [
    ...unreadable.map((value) => `${what}: its end “${value.slice(0, 100)}” is no time`),
    ...(expiresAt && expiresAt < now ? [`${what} ended at ${expiresAt.toISOString()} and still stands`] : []),
  ]
}
