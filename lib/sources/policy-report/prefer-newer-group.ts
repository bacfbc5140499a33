import type { Parsed, Result } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { asList, asObject, asText, isObject } from '../ci/json-value.ts'
import { evaluatedAt } from './evaluated-at.ts'

type Claim = { open: number | undefined; older: number | undefined }
type Family = keyof Claim

export function holdsBothGroups(objects: readonly unknown[]): boolean {
  let open = 0
  for (const object of objects) if (familyOf(object) === 'open') open++
  return open > 0 && open < objects.length
}

/**
 * A producer that was switched from one report API to the other leaves its old reports behind. Where an engine speaks of
 * a subject in both, the results of the newer reports are kept, those of openreports when that cannot be told; the
 * entries of the others are counted as ignored. Returns how many.
 */
export function preferNewerGroup(
  parsed: Parsed,
  ordinals: readonly number[],
  objects: readonly unknown[],
  now: Date,
): number {
  const families = objects.map(familyOf)
  const ages: (number | undefined)[] = []
  const claims = new Map<string, Claim>()
  for (const result of parsed.results) {
    const family = families[result.entry] ?? 'older'
    const claim = claims.get(claimText(result)) ?? { open: undefined, older: undefined }
    claims.set(claimText(result), claim)
    ages[result.entry] ??= newestOf(objects[result.entry], now)
    claim[family] = Math.max(claim[family] ?? 0, ages[result.entry] ?? 0)
  }
  const before = entriesOf(parsed.results, ordinals).size
  const isKept = parsed.results.map((result) => winner(claims.get(claimText(result))) === families[result.entry])
  const kept = parsed.results.filter((_, i) => isKept[i])
  const after = entriesOf(
    kept,
    ordinals.filter((_, i) => isKept[i]),
  ).size
  parsed.results = kept
  parsed.entries -= before - after
  return before - after
}

const claimText = ({ subject, check }: Result): string => `${check.engine}\n${subjectText(subject)}`
const familyOf = (object: unknown): Family =>
  isObject(object) && typeof object.apiVersion === 'string' && object.apiVersion.startsWith('openreports.io/')
    ? 'open'
    : 'older'

function winner(claim: Claim | undefined): Family {
  if (claim?.open === undefined) return 'older'
  return claim.older !== undefined && claim.open > 0 && claim.older > claim.open ? 'older' : 'open'
}

function newestOf(report: unknown, now: Date): number {
  const { results, metadata } = asObject(report) ?? {}
  const times = asList(results).map((result) => evaluatedAt(asObject(result)?.timestamp, now) ?? 0)
  const newest = times.reduce((max, time) => Math.max(max, time), 0)
  const created = Date.parse(asText(asObject(metadata)?.creationTimestamp) ?? '') / 1000
  return newest || created || 0
}

const entriesOf = (results: readonly Result[], ordinals: readonly number[]): Set<string> =>
  new Set(results.map((result, i) => `${result.entry} ${ordinals[i]}`))
