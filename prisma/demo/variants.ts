import type { Archetype, Captured, CapturedResult, CapturedViolation } from './captured.ts'
import { CLEAN } from './faults.ts'

/** The place that a captured text speaks of. */
type Spoken = { service: string; namespace: string }
export type Variant = {
  key: string
  results: { said: CapturedResult; of: Spoken }[]
  violations: { said: CapturedViolation; of: Spoken }[]
}

const RANK: Readonly<Record<string, number>> = { fail: 5, error: 4, warn: 3, pass: 2, skip: 1 }

/**
 * What the tools say of an object of a kind with some faults: for each rule the captured result of the archetype without
 * faults, or of the fault's archetype where that is worse. Rules judge on their own, so faults add up.
 */
export function variantsOf({ archetypes }: Captured) {
  const known = new Map<string, Variant>()
  const archetype = (name: string): Archetype => {
    const found = archetypes.get(name)
    if (!found) throw new RangeError(`nothing was captured for ${name}`)
    return found
  }

  return (kind: string, namespace: string, faults: readonly string[]): Variant => {
    const names = archetypeNames(kind, namespace, faults)
    const key = `${kind}|${namespace}|${names.join()}`
    const cached = known.get(key)
    if (cached) return cached
    const variant: Variant = { key, results: [], violations: [] }
    const worst = new Map<string, Variant['results'][number]>()
    const seen = new Set<string>()
    for (const name of names) {
      const of = archetype(name)
      for (const said of of.results) {
        if (said.policy.includes('/') && !said.policy.startsWith(`${namespace}/`)) continue
        const rule = `${said.source}|${said.policy}|${said.rule ?? ''}`
        const before = worst.get(rule)
        if (!before || (RANK[said.result] ?? 0) > (RANK[before.said.result] ?? 0)) worst.set(rule, { said, of })
      }
      for (const said of of.violations) {
        const readdressed = readdress(said.message, of, { service: 'x', namespace: 'x' })
        const text = `${said.constraint}|${readdressed}`
        if (!seen.has(text)) variant.violations.push({ said, of })
        seen.add(text)
      }
    }
    variant.results.push(...worst.values())
    known.set(key, variant)
    return variant
  }
}

function archetypeNames(kind: string, namespace: string, faults: readonly string[]): string[] {
  const name = (fault: string) =>
    fault.startsWith('excepted:')
      ? fault.replace(':', `:${kind.toLowerCase()}-`)
      : `${kind === 'Pod' && fault !== 'debug-shell' ? 'pod-owned' : kind.toLowerCase()}-${fault}`
  const [first] = faults
  if (first?.startsWith('excepted:')) return faults.map(name)
  const clean = kind === 'CronJob' && namespace === 'data' ? 'cronjob-clean-daily' : CLEAN[kind]
  return [...(clean ? [clean] : []), ...faults.map(name).sort()]
}

/** The same text about another workload: the tools name it, and its image lies under its namespace. */
export const readdress = (text: string, from: Spoken, to: Spoken): string =>
  text.replaceAll(from.service, to.service).replaceAll(`/${from.namespace}/`, `/${to.namespace}/`)
