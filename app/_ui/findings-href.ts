import type { Route } from 'next'
import type { Cause, CloseReason } from '#lib/domain/closing.ts'
import type { Status } from '#lib/domain/outcome.ts'
import type { Severity } from '#lib/domain/severity.ts'

type Filter = {
  state?: 'open' | 'closed' | 'excepted' | 'any'
  source?: string
  environment?: string
  /** Slug, or `none` for what nobody owns. */
  team?: string
  severity?: Severity | readonly Severity[]
  status?: Status | readonly Status[]
  /** `engine/policy/rule`. */
  check?: string
  policy?: string
  engine?: string
  namespace?: string
  framework?: string
  control?: string
  reason?: CloseReason
  cause?: readonly Cause[]
  /** `7d`, or `2026-10-01..2026-10-07`. */
  opened?: string
  closed?: string
  /** A UTC day: open at its end, with state any. */
  on?: string
  due?: 'overdue'
  q?: string
}

/** The list of findings behind a number. What is not given is not filtered by. */
export function findingsHref(filter: Filter): Route {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
  return query.size ? `/findings?${query}` : '/findings'
}
