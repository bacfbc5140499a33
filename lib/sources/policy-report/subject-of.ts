import type { Subject } from '#lib/domain/result.ts'
import { apiGroup } from '../api-group.ts'
import { asObject, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanName } from '../clean-name.ts'
import type { Report } from './report-of.ts'

/** The object a reference names. One without a namespace is taken to be in the report's, except a Namespace itself. */
export function subjectOf(reference: JsonObject, { namespace }: Pick<Report, 'namespace'>): Subject {
  const group = apiGroup(reference.apiVersion)
  const kind = asText(reference.kind) ?? ''
  const within = typeof reference.namespace === 'string' ? reference.namespace : namespace
  const subject: Subject = {
    group: cleanName(group),
    kind: cleanName(kind),
    namespace: kind === 'Namespace' && group === '' ? '' : cleanName(within),
    name: cleanName(asText(reference.name) ?? ''),
  }
  const uid = asText(reference.uid)
  if (uid) subject.uid = cleanName(uid)
  return subject
}

/** What a report is about as a whole: its scope, or itself when it has none. */
export function scopeOf(report: Report): Subject {
  const { object } = report
  return hasScope(object) ? subjectOf(object.scope, report) : subjectOf(referenceTo(object), report)
}

export const hasScope = (object: JsonObject): object is JsonObject & { scope: JsonObject } =>
  isObject(object.scope) && Boolean(object.scope.name || object.scope.kind)

function referenceTo({ apiVersion, kind, metadata }: JsonObject): JsonObject {
  const { name, uid } = asObject(metadata) ?? {}
  return { apiVersion, kind, name, uid }
}
