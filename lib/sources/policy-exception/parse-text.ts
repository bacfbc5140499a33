import { UnreadableDocument } from '#lib/domain/result.ts'
import { parseDocuments } from '../documents.ts'
import { type ParsedExceptions, parsePolicyExceptions } from './parse.ts'

/** Parses a text of PolicyExceptions, JSON or YAML. Without a single one it throws `UnreadableDocument`. */
export function parsePolicyExceptionText(input: string | Uint8Array, { now }: { now: Date }): ParsedExceptions {
  const { objects, rejected } = parseDocuments(input)
  const parsed = parsePolicyExceptions(
    objects.map(({ value }) => value),
    { now, places: objects.map(({ place }) => place) },
  )
  parsed.listed += rejected.length
  parsed.rejected.unshift(...rejected)
  const [first] = parsed.rejected
  if (first && parsed.rejected.length === parsed.listed)
    throw new UnreadableDocument(`no policy exception in it: ${first.path}: ${first.reason}`)
  return parsed
}
