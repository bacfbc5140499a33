import type { Outcome } from '#lib/domain/outcome.ts'
import type { Check, Format, Parsed, Result, Subject } from '#lib/domain/result.ts'
import type { Severity } from '#lib/domain/severity.ts'

export const checkOf = (policy: string, rule = 'rule'): Check => ({ engine: 'kyverno', policy, rule })

export const workload = (name: string, namespace = 'shop', kind = 'Deployment'): Subject => ({
  group: kind === 'Pod' ? '' : 'apps',
  kind,
  namespace,
  name,
})

type Said = { outcome: Outcome; severity?: Severity; message?: string; exceptions?: string[]; part?: string }

/** A result as a parser gives it. */
export const resultOf = (subject: Subject, check: Check, said: Outcome | Said): Result => {
  const {
    outcome,
    severity = 'high',
    message = 'said so',
    exceptions = [],
    part = '',
  }: Said = typeof said === 'string' ? { outcome: said } : said
  return { check, subject, part, outcome, severity, message, exceptions, entry: 0, pointer: '/items/0/results/0' }
}

/** A whole document of results, as a parser gives it. */
export const parsedOf = (results: Result[], more: Partial<Parsed> = {}): Parsed => ({
  format: (more.format ?? 'policy-report') as Format,
  listed: results.length,
  entries: results.length,
  results,
  rejected: [],
  ignored: [],
  warnings: [],
  checks: [...new Set(results.map(({ check }) => check))],
  subjects: [],
  exceptions: [],
  truncated: [],
  absence: 'not_evaluated',
  ...more,
})
