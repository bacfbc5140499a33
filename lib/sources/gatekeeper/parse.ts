import type { Check, Parsed, Result, Subject } from '#lib/domain/result.ts'
import { asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { pathOf } from '../documents/path-of.ts'
import { type Constraint, constraintOf, isConstraint } from './constraint-of.ts'
import { makeProof } from './proves-fixed.ts'
import { isTemplate, templateErrors, templateKind, templateTitle } from './templates.ts'
import { violationsOf } from './violations-of.ts'

export type ConstraintOptions = {
  now: Date
  /** JSON pointers to the objects; without them the objects are the items of one list. */
  places?: readonly string[]
  /** False for Gatekeeper before 3.16, which cuts its lists anywhere. */
  sortedCut?: boolean
  /** The age of an audit that is worth a warning; three times Gatekeeper's own interval when not given. */
  staleAfterMs?: number
}

const STALE_AFTER_MS = 3 * 60_000

/**
 * Reduces Gatekeeper constraints to what their last audit found. An entry is one listed violation, or a whole object that
 * lists none. A constraint whose audit was complete and found nothing passes, with itself as subject; one that was not
 * audited, or whose list was cut, leaves its known findings as they are.
 */
export function parseConstraints(objects: readonly unknown[], options: ConstraintOptions): Parsed {
  const reading: Reading = {
    parsed: emptyParsed(),
    titles: titlesOf(objects),
    ignored: new Map(),
    warnings: new Set(),
    stale: [],
    isSortedCut: options.sortedCut ?? true,
    staleBefore: options.now.getTime() - (options.staleAfterMs ?? STALE_AFTER_MS),
  }
  for (const [i, object] of objects.entries()) readObject(reading, object, i, options.places?.[i] ?? `/items/${i}`)
  return settle(reading)
}

type Reading = {
  parsed: Parsed
  titles: ReadonlyMap<string, string>
  ignored: Map<string, number>
  warnings: Set<string>
  /** The audits that are older than they should be. */
  stale: string[]
  isSortedCut: boolean
  staleBefore: number
}

const emptyParsed = (): Parsed => ({
  format: 'gatekeeper',
  listed: 0,
  entries: 0,
  results: [],
  rejected: [],
  ignored: [],
  warnings: [],
  checks: [],
  subjects: [],
  exceptions: [],
  truncated: [],
  absence: 'fixed',
})

function titlesOf(objects: readonly unknown[]): Map<string, string> {
  const titles = new Map<string, string>()
  for (const object of objects) {
    if (!isObject(object) || !isTemplate(object)) continue
    const kind = templateKind(object)
    const title = templateTitle(object)
    if (kind !== undefined && title !== undefined) titles.set(kind, cleanMessage(title))
  }
  return titles
}

function readObject(reading: Reading, object: unknown, entry: number, place: string): void {
  const constraint = isObject(object) && isConstraint(object) ? constraintOf(object) : undefined
  if (constraint && !('rejected' in constraint)) {
    readConstraint(reading, constraint, entry, place)
    return
  }
  const { parsed } = reading
  const ignored = isObject(object) ? ignoredReason(reading, object) : undefined
  parsed.listed++
  if (ignored !== undefined) ignore(reading, ignored, 1)
  else parsed.rejected.push({ path: pathOf(place) || 'document', reason: constraint?.rejected ?? refusalOf(object) })
}

function readConstraint(reading: Reading, constraint: Constraint, entry: number, place: string): void {
  const { parsed, isSortedCut } = reading
  const { violations, unaudited, total } = constraint
  const check = checkOf(reading, constraint)
  parsed.checks.push(check)
  parsed.listed += Math.max(violations.length, 1)
  for (const error of constraint.errors) reading.warnings.add(`${check.policy}/${check.rule}: ${cleanMessage(error)}`)
  if (unaudited !== undefined) {
    ignore(reading, 'a constraint that is not audited', Math.max(violations.length, 1))
    reading.warnings.add(`${check.policy}/${check.rule} proves nothing: ${unaudited}`)
    parsed.subjects.push(subjectOf(constraint))
    parsed.truncated.push({ check, listed: 0, total: undefined, provesFixed: () => false })
    return
  }
  noteAge(reading, constraint.auditedAt)
  const { results, rejected } = violationsOf(constraint, { check, entry, place })
  for (const result of results) parsed.results.push(result)
  for (const violation of rejected) parsed.rejected.push(violation)
  parsed.entries += violations.length - rejected.length
  if (violations.length === 0 && total === 0 && !constraint.isDoubtful) {
    parsed.entries++
    parsed.results.push(passOf(constraint, check, entry))
    return
  }
  parsed.subjects.push(subjectOf(constraint))
  if (violations.length === 0) ignore(reading, unlistedReason(constraint), 1)
  if (total === undefined || total > violations.length || constraint.isDoubtful)
    parsed.truncated.push({ check, listed: violations.length, total, provesFixed: proofOf(constraint, isSortedCut) })
  noteCut(reading, check, constraint)
}

const proofOf = (constraint: Constraint, isSortedCut: boolean) =>
  constraint.total === undefined || constraint.isDoubtful ? () => false : makeProof(constraint, isSortedCut)

function unlistedReason({ total, isDoubtful }: Constraint): string {
  if (isDoubtful) return 'a constraint that its audit could not load'
  return total === undefined
    ? 'a constraint that does not say how many violations it has'
    : 'a constraint that lists none of its violations'
}

function noteCut({ warnings }: Reading, { policy, rule }: Check, { total, violations, isDoubtful }: Constraint): void {
  const name = `${policy}/${rule}`
  if (isDoubtful) warnings.add(`${name} proves nothing where it is silent: its audit could not load it`)
  else if (total === undefined) warnings.add(`${name} does not say how many violations it has`)
  else if (total > violations.length) warnings.add(`${name} lists ${violations.length} of ${total} violations`)
}

function checkOf({ titles }: Reading, { kind, name, severity }: Constraint): Check {
  const title = titles.get(kind)
  return { engine: 'gatekeeper', policy: kind, rule: name, ...(title && { title }), severity }
}

function subjectOf({ kind, name, uid }: Constraint): Subject {
  return { group: 'constraints.gatekeeper.sh', kind, namespace: '', name, ...(uid && { uid }) }
}

function passOf(constraint: Constraint, check: Check, entry: number): Result {
  return {
    check,
    subject: subjectOf(constraint),
    part: '',
    outcome: 'pass',
    severity: constraint.severity,
    message: `The audit of ${constraint.auditedAt} found no violation.`,
    exceptions: [],
    entry,
    pointer: '',
  }
}

function noteAge({ stale, staleBefore }: Reading, auditedAt: string | undefined): void {
  if (auditedAt !== undefined && Date.parse(auditedAt) < staleBefore) stale.push(auditedAt)
}

/** Counts an object that is of use but is no constraint, or is not read yet. */
function ignoredReason({ warnings }: Reading, object: JsonObject): string | undefined {
  if (isTemplate(object)) {
    const kind = templateKind(object) ?? 'without a kind'
    for (const error of templateErrors(object)) warnings.add(`template ${kind}: ${cleanMessage(error)}`)
    return 'a constraint template, which holds no result'
  }
  if (isLogLine(object)) return 'a line of the Gatekeeper log, which is not read'
  return isExportMessage(object) ? 'a message of the Gatekeeper export, which is not read' : undefined
}

const isLogLine = ({ process, event_type: type }: JsonObject): boolean =>
  (process === 'audit' || process === 'admission') && typeof type === 'string'

const isExportMessage = ({ eventType, id, message }: JsonObject): boolean =>
  (typeof eventType === 'string' && eventType.startsWith('violation_')) ||
  (typeof id === 'string' && (message === 'audit is started' || message === 'audit is completed'))

function refusalOf(object: unknown): string {
  if (!isObject(object)) return 'not an object'
  const kind = asText(object.kind)
  return kind === undefined ? 'no apiVersion and kind' : `${kind.slice(0, 100)} is not a Gatekeeper constraint`
}

function ignore({ ignored }: Reading, reason: string, count: number): void {
  ignored.set(reason, (ignored.get(reason) ?? 0) + count)
}

function settle({ parsed, ignored, warnings, stale }: Reading): Parsed {
  parsed.ignored = [...ignored].map(([reason, count]) => ({ reason, count }))
  parsed.warnings = [...warnings]
  const oldest = stale.sort((a, b) => Date.parse(a) - Date.parse(b))[0]
  if (oldest !== undefined)
    parsed.warnings.push(
      `${stale.length} ${stale.length === 1 ? 'constraint was' : 'constraints were'} not audited lately, the oldest at ${oldest}: the audit may be stuck`,
    )
  return parsed
}
