import { hash } from 'node:crypto'
import type { Check, Subject } from '#lib/domain/result.ts'
import type { StatedEvent } from '#lib/domain/stated-event.ts'
import { asList, asObject, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import { evaluatedAt } from './evaluated-at.ts'
import { severityOf } from './grade.ts'
import type { Report } from './report-of.ts'
import { hasScope, scopeOf, subjectOf } from './subject-of.ts'

/** Where producers that name no object in `resources` say which pod it was: name, then namespace. */
const POD_PROPERTIES = [
  ['pod_name', 'namespace_name'],
  ['k8s.pod.name', 'k8s.ns.name'],
] as const

/** An element of a report's results that tells of something that happened. */
export function eventOf(entry: JsonObject, check: Check, report: Report, now: Date): StatedEvent {
  const { namespace, name } = asObject(report.object.metadata) ?? {}
  const at = happenedAt(entry.timestamp, now)
  return {
    report: cleanName([asText(namespace) ?? '', asText(name) ?? ''].join('/')),
    check,
    subject: subjectIn(entry, report),
    severity: severityOf(entry),
    message: cleanMessage(entry.message),
    ...(at !== undefined && { at: new Date(at * 1000) }),
    digest: hash('sha256', JSON.stringify(entry), 'hex').slice(0, 32),
  }
}

/** KubeArmor writes its seconds where the nanoseconds belong. */
function happenedAt(timestamp: unknown, now: Date): number | undefined {
  return evaluatedAt(timestamp, now) ?? evaluatedAt({ seconds: asObject(timestamp)?.nanos }, now)
}

function subjectIn({ resources, properties }: JsonObject, report: Report): Subject {
  const [resource] = asList(resources).filter(isObject)
  if (resource) return subjectOf(resource, report)
  if (hasScope(report.object)) return scopeOf(report)
  const said = asObject(properties)
  for (const [pod, namespace] of POD_PROPERTIES) {
    const name = asText(said?.[pod])
    if (name !== undefined)
      return subjectOf({ apiVersion: 'v1', kind: 'Pod', name, namespace: asText(said?.[namespace]) }, report)
  }
  return scopeOf(report)
}
