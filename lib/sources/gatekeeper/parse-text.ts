import { type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { isObject } from '../ci/json-value.ts'
import { parseDocuments } from '../documents.ts'
import { isConstraint } from './constraint-of.ts'
import { type ConstraintOptions, parseConstraints } from './parse.ts'

/** Parses a text of constraints: JSON or YAML, one or several documents, lists. Without a single one it throws `UnreadableDocument`. */
export function parseConstraintText(input: string | Uint8Array, options: Omit<ConstraintOptions, 'places'>): Parsed {
  const { objects, rejected, partial } = parseDocuments(input)
  const parsed = parseConstraints(
    objects.map(({ value }) => value),
    { ...options, places: objects.map(({ place }) => place) },
  )
  parsed.listed += rejected.length
  parsed.rejected.unshift(...rejected)
  if (partial !== undefined) parsed.partial = partial
  const [first] = parsed.rejected
  const reason = first ? `${first.path}: ${first.reason}` : parsed.ignored[0]?.reason
  if (parsed.listed > 0 && !objects.some(({ value }) => isObject(value) && isConstraint(value)))
    throw new UnreadableDocument(`no Gatekeeper constraint in it: ${reason}`)
  return parsed
}
