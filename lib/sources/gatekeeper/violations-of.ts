import type { Outcome } from '#lib/domain/outcome.ts'
import type { Check, Rejected, Result, Subject } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { asList, asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { cleanName } from '../clean-name.ts'
import { pathOf } from '../documents/path-of.ts'
import type { Constraint } from './constraint-of.ts'

type Place = { check: Check; entry: number; place: string }
type Folded = { result: Result; messages: Set<string>; count: number; actions: Set<string> }

/** Folds the listed violations by the object they are about: one result each, all its messages, the sternest action. */
export function violationsOf(
  constraint: Constraint,
  { check, entry, place }: Place,
): { results: Result[]; rejected: Rejected[] } {
  const bySubject = new Map<string, Folded>()
  const rejected: Rejected[] = []
  for (const [i, violation] of constraint.violations.entries()) {
    const pointer = `${place}/status/violations/${i}`
    const subject = subjectOf(violation)
    if (!isObject(violation) || typeof subject === 'string') {
      rejected.push({ path: pathOf(pointer), reason: String(subject) })
      continue
    }
    const actions = actionsOf(violation, constraint)
    const folded = bySubject.get(subjectText(subject)) ?? {
      result: { ...startOf(constraint, check, subject), entry, pointer },
      messages: new Set(),
      count: 0,
      actions: new Set(),
    }
    bySubject.set(subjectText(subject), folded)
    folded.count++
    folded.messages.add(asText(violation.message) ?? '')
    for (const action of actions) folded.actions.add(action)
  }
  return { results: [...bySubject.values()].map((folded) => finish(folded, constraint)), rejected }
}

function subjectOf(violation: unknown): Subject | string {
  if (!isObject(violation)) return 'not an object'
  const kind = asText(violation.kind)
  const name = asText(violation.name)
  if (kind === undefined || name === undefined) return 'a violation without kind or name'
  const group = asText(violation.group) ?? ''
  const namespace = kind === 'Namespace' && group === '' ? '' : (asText(violation.namespace) ?? '')
  return { group: cleanName(group), kind: cleanName(kind), namespace: cleanName(namespace), name: cleanName(name) }
}

function actionsOf(violation: JsonObject, { actions }: Constraint): readonly string[] {
  const scoped = asList(violation.enforcementActions).flatMap((action) => asText(action) ?? [])
  if (scoped.length > 0) return scoped
  const action = asText(violation.enforcementAction)
  return action === undefined || action === 'scoped' ? actions : [action]
}

const startOf = ({ severity }: Constraint, check: Check, subject: Subject) => ({
  check,
  subject,
  part: '',
  outcome: 'fail' as const,
  severity,
  message: '',
  exceptions: [],
})

function finish({ result, messages, count, actions }: Folded, { auditedAt }: Constraint): Result {
  return {
    ...result,
    outcome: outcomeOf(actions),
    message: cleanMessage([...messages].join('\n')),
    detail: { actions: [...actions].map(cleanMessage), auditedAt, ...(count > 1 && { violations: count }) },
  }
}

const LENIENT = new Set(['warn', 'dryrun'])

/** Only what is known to let things through is lenient; an action nobody knows counts as enforced. */
const outcomeOf = (actions: ReadonlySet<string>): Outcome =>
  actions.size > 0 && [...actions].every((action) => LENIENT.has(action)) ? 'warn' : 'fail'
