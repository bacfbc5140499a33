import type { Check, Subject } from '#lib/domain/result.ts'
import { boundMessage, boundName } from '#lib/sources/ci/bound-text.ts'
import { asList, asObject, asObjects, asText, isObject, type JsonObject } from '#lib/sources/ci/json-value.ts'
import { fileSubject, resourceSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Draft, Waiver } from '#lib/sources/ci/settle-results.ts'
import { discriminate } from './discriminate.ts'
import type { Facts } from './facts.ts'
import { grade, ruleSeverity, statedSeverity } from './grade.ts'
import { judge } from './judge.ts'
import { describe } from './message-text.ts'
import type { Producer } from './producer.ts'

const MAX_TAGS = 20
const MAX_FINGERPRINTS = 10

/** A result of the document as a result of ours, before repeats are counted. */
export function draftResult(
  facts: Facts,
  producer: Producer,
  waivers: readonly Waiver[],
  run: number,
  at: number,
): Draft {
  const stated = statedSeverity(facts, producer)
  const { outcome, reason } = judge(facts, producer, stated)
  const excuse = producer.excuse?.(facts)
  const discriminator = outcome === 'pass' ? '' : (producer.discriminate ?? discriminate)(facts)
  return {
    check: checkOf(
      producer.rulesAreAnswers ? undefined : facts.rule,
      { engine: producer.engine, ...namedCheck(facts, producer) },
      producer,
    ),
    subject: producer.subject?.(facts) ?? subjectOf(facts),
    outcome,
    severity: grade(facts, producer, stated),
    message: boundMessage(facts.message),
    entry: run,
    pointer: `/runs/${run}/results/${at}`,
    detail: detailOf(facts, reason),
    discriminator,
    line: facts.place.line,
    waivers: excuse ? [...waivers, { kind: 'policy-exception', holds: true, reason: boundMessage(excuse) }] : waivers,
  }
}

const namedCheck = (facts: Facts, producer: Producer): Pick<Check, 'policy' | 'rule'> =>
  producer.check?.(facts) ?? { policy: facts.ruleId, rule: '' }

/** The check of a rule, with what the rule says of itself. */
export function checkOf(
  rule: JsonObject | undefined,
  name: Pick<Check, 'engine' | 'policy' | 'rule'>,
  producer: Producer,
): Check {
  const title = describe(rule)
  const category = asText(asObject(rule?.properties)?.category)
  const severity = ruleSeverity(rule, producer)
  const helpUri = asText(rule?.helpUri)
  return {
    engine: name.engine,
    policy: boundName(name.policy),
    rule: boundName(name.rule),
    ...(title && { title: boundName(title) }),
    ...(category && { category: boundName(category) }),
    ...(severity && { severity }),
    ...(helpUri && /^https?:\/\//i.test(helpUri) && { helpUri: boundName(helpUri) }),
  }
}

function subjectOf({ place }: Facts): Subject {
  const logical = place.logical[0]?.fullName
  return place.path === undefined && logical ? resourceSubject(undefined, logical) : fileSubject(place.path)
}

function detailOf({ place, result, rule, ruleId }: Facts, reason: string | undefined): Record<string, unknown> {
  const tags = asList(asObject(rule?.properties)?.tags)
    .flatMap((tag) => asText(tag) ?? [])
    .slice(0, MAX_TAGS)
  const targets = asObjects(rule?.relationships).map(({ target }) => target)
  const taxa = [...asList(result.taxa), ...targets]
    .filter(isObject)
    .flatMap((reference) => nameTaxon(reference))
    .slice(0, MAX_TAGS)
  const fingerprints = { ...texts(result.partialFingerprints), ...texts(result.fingerprints) }
  const renamedFrom = asList(rule?.deprecatedIds).flatMap((id) => asText(id) ?? [])
  const logical = place.logical
    .filter(({ fullName }) => fullName)
    .map(({ kind, fullName }) => (kind ? `${kind}: ${fullName}` : fullName))
  return {
    rule: boundName(ruleId),
    ...(reason && { reason }),
    ...(place.path && { file: boundName(place.path) }),
    ...(place.line > 0 && { line: place.line }),
    ...(place.endLine && { endLine: place.endLine }),
    ...(logical.length > 0 && { logical: logical.slice(0, MAX_TAGS).map(boundName) }),
    ...(tags.length > 0 && { tags: tags.map(boundName) }),
    ...(taxa.length > 0 && { taxa: taxa.map(boundName) }),
    ...(renamedFrom.length > 0 && { renamedFrom: renamedFrom.slice(0, MAX_TAGS).map(boundName) }),
    ...(Object.keys(fingerprints).length > 0 && { fingerprints }),
  }
}

// The guid of a taxonomy may be made anew in every run, so name and id stand for it.
function nameTaxon(reference: JsonObject): string[] {
  const id = asText(reference.id)
  const taxonomy = asText(asObject(reference.toolComponent)?.name)
  return id ? [taxonomy ? `${taxonomy}:${id}` : id] : []
}

const texts = (written: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asObject(written) ?? {})
      .flatMap(([name, value]) => (typeof value === 'string' ? [[boundName(name), boundName(value)] as const] : []))
      .slice(0, MAX_FINGERPRINTS),
  )
