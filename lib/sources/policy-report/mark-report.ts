import { hash } from 'node:crypto'
import { maskMessage } from '#lib/domain/mask-message.ts'
import { asObject, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { type Producer, producerOf } from './producers.ts'
import { reportOf } from './report-of.ts'
import { scopeOf, subjectOf } from './subject-of.ts'

export type ReportMark = {
  /** Equal for two states of a report that read the same. */
  mark: string
  /** Namespaces other than its own that the report speaks of; '' is where objects without a namespace are. */
  elsewhere: readonly string[]
  hasResults: boolean
}

const NONE: readonly string[] = Object.freeze([])
/** What changes with every run of some producer and is no part of any finding. */
const RUN_PROPERTIES = new Set(['data', 'resultID', 'policy-resource-version'])

/**
 * What a report says, as a short mark: without times, run numbers, managed fields and the numbers in messages, so that a
 * report which was only evaluated again keeps its mark.
 */
export function markReport(object: unknown): ReportMark {
  const report = reportOf(object)
  if (!('object' in report)) return { mark: digest(textOf(object)), elsewhere: NONE, hasResults: true }
  const elsewhere = new Set<string>()
  const note = (namespace: string) => {
    if (namespace !== report.namespace) elsewhere.add(namespace)
  }
  const { group, kind, namespace, name } = scopeOf(report)
  note(namespace)
  let text = `${report.source}\n${group} ${kind} ${namespace} ${name}\n${textOf(report.statusFilter)}`
  for (const entry of report.results) {
    text += isObject(entry) ? resultText(entry, report.source) : textOf(entry)
    if (!isObject(entry) || !Array.isArray(entry.resources) || entry.resources.length === 0) continue
    for (const resource of entry.resources) {
      if (!isObject(resource)) continue
      const subject = subjectOf(resource, report)
      text += `\0${subject.group} ${subject.kind} ${subject.namespace} ${subject.name}`
      note(subject.namespace)
    }
  }
  return {
    mark: digest(text),
    elsewhere: elsewhere.size ? [...elsewhere] : NONE,
    hasResults: report.results.length > 0,
  }
}

function resultText(entry: JsonObject, reportSource: string): string {
  const { policy, rule, severity, category, properties } = entry
  const source = typeof entry.source === 'string' && entry.source !== '' ? entry.source : reportSource
  const producer = producerOf(source.toLowerCase())
  // Of an event all that is said of it tells it from the others.
  if (producer.tellsEvents) return textOf(entry)
  const outcome = entry.result ?? entry.status
  const head = `\n${source}\0${policy}\0${rule}\0${outcome}\0${severity}\0${category}`
  const { exceptions, binding } = asObject(properties) ?? {}
  const isPlain = outcome === 'pass' && producer.part === undefined && !exceptions && !binding
  return isPlain ? head : head + wordsOf(entry, producer)
}

function wordsOf({ message, properties }: JsonObject, producer: Producer): string {
  const said = asText(message) ?? ''
  let text = `\0${producer.part ? said : maskMessage(said)}`
  for (const [name, value] of Object.entries(asObject(properties) ?? {}))
    if (!RUN_PROPERTIES.has(name)) text += `\0${name}=${value}`
  return text
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? ''
const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)
