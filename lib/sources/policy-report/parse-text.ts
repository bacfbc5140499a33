import { type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { type PlacedObject, parseDocuments } from '../documents.ts'
import { parsePolicyReports } from './parse.ts'
import { reportOf } from './report-of.ts'

/**
 * Parses a text of policy reports: JSON or YAML, one or several documents, lists, or what the Kyverno command line
 * prints. A text without a single report throws `UnreadableDocument`.
 */
export function parsePolicyReportText(input: string | Uint8Array, { now }: { now: Date }): Parsed {
  const { objects, rejected, partial } = parseDocuments(input)
  const parsed = parsePolicyReports(
    objects.map(({ value }) => value),
    { now, places: objects.map(({ place }) => place) },
  )
  parsed.listed += rejected.length
  parsed.rejected.unshift(...rejected)
  const reasons = [partial, parsed.partial].filter((reason) => reason !== undefined)
  if (reasons.length > 0) parsed.partial = reasons.join('; ')
  if (listsNothing(objects, parsed)) throw new UnreadableDocument(`no policy report in it: ${reasonOf(parsed)}`)
  return parsed
}

const listsNothing = (objects: readonly PlacedObject[], { listed }: Parsed): boolean =>
  listed > 0 && !objects.some(({ value }) => 'object' in reportOf(value))

function reasonOf({ rejected: [first], ignored }: Parsed): string {
  return first ? `${first.path}: ${first.reason}` : (ignored[0]?.reason ?? 'nothing')
}
