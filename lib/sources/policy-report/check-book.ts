import type { Check } from '#lib/domain/result.ts'
import type { Severity } from '#lib/domain/severity.ts'
import { asObject, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import { type Producer, producerOf } from './producers.ts'

/** A source, policy and rule as written, and the check they stand for. */
export type Written = { source: string; policy: string; rule: string; producer: Producer; check: Check }

type Engine = {
  name: string
  producer: Producer
  written: Map<string, Map<string, Written>>
  checks: Map<string, Check>
}

/**
 * The checks of one document; the same check is the same object. Reports about objects of one kind list the same checks
 * in the same order, so `lastOfKind` keeps what stood where in the last one, to be tried first.
 */
export type CheckBook = {
  bySource: Map<string, Engine>
  byName: Map<string, Engine>
  lastOfKind: Map<string, (Written | undefined)[]>
}

export const makeCheckBook = (): CheckBook => ({ bySource: new Map(), byName: new Map(), lastOfKind: new Map() })

/** Several rules may stand for one check, as Kyverno's `autogen-` rules do. A check's facts are its first result's. */
export function findCheck(
  book: CheckBook,
  source: string,
  policy: string,
  result: JsonObject,
  severity: Severity,
): Written {
  const rule = typeof result.rule === 'string' ? result.rule : ''
  const engine = book.bySource.get(source) ?? addEngine(book, source)
  const rules = valueAt(engine.written, policy, () => new Map<string, Written>())
  return valueAt(rules, rule, () => {
    const { name, producer, checks } = engine
    const key = producer.ruleKey(rule)
    const check = valueAt(checks, `${policy}\0${key}`, () => makeCheck(name, policy, key, producer, result, severity))
    return { source, policy, rule, producer, check }
  })
}

/** Every check that is no event, in the order in which they were met. */
export const checksOf = ({ byName }: CheckBook): Check[] =>
  [...byName.values()].flatMap(({ producer, checks }) => (producer.tellsEvents ? [] : [...checks.values()]))

export function valueAt<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function addEngine({ bySource, byName }: CheckBook, source: string): Engine {
  const name = cleanName(source.toLowerCase())
  const engine = valueAt(byName, name, () => ({
    name,
    producer: producerOf(name),
    written: new Map(),
    checks: new Map(),
  }))
  bySource.set(source, engine)
  return engine
}

function makeCheck(
  engine: string,
  policy: string,
  rule: string,
  producer: Producer,
  result: JsonObject,
  severity: Severity,
): Check {
  const title = cleanMessage(producer.title?.(policy, rule, result))
  const category = cleanMessage(result.category).trim()
  const link = asText(asObject(result.properties)?.primaryLink)
  return {
    engine,
    policy: cleanName(policy),
    rule: cleanName(rule),
    ...(title && { title }),
    ...(category && { category }),
    severity,
    ...(link?.startsWith('https://') && { helpUri: cleanMessage(link) }),
  }
}
