import { z } from 'zod'

export const FINDING_STATES = ['open', 'closed', 'excepted', 'any'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export const FINDING_SORTS = ['worst', 'newest', 'oldest'] as const
type FindingSort = (typeof FINDING_SORTS)[number]

const int = z.number().int().min(0).max(2_147_483_647)
const Values = z.tuple([
  z.enum(FINDING_STATES),
  z.enum(FINDING_SORTS),
  z.number().int().min(0).max(99),
  z.iso.datetime({ precision: 6 }),
  int,
  int,
  z.guid(),
  int,
  z.string().max(10_000),
  z.number().int().min(0).max(32_767),
])

/** A place in a list of findings: the sort key of one row, to the microsecond, and the list it belongs to. */
export type FindingCursor = {
  state: FindingState
  sort: FindingSort
  severity: number
  at: string
  sourceId: number
  feedId: number
  subject: string
  checkId: number
  part: string
  episode: number
}

export const findingCursorText = (c: FindingCursor): string =>
  Buffer.from(
    JSON.stringify([c.state, c.sort, c.severity, c.at, c.sourceId, c.feedId, c.subject, c.checkId, c.part, c.episode]),
  ).toString('base64url')

/** The place a text stands for; undefined when it stands for none. */
export function parseFindingCursor(text: string): FindingCursor | undefined {
  const parsed = Values.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success) return undefined
  const [state, sort, severity, at, sourceId, feedId, subject, checkId, part, episode] = parsed.data
  return { state, sort, severity, at, sourceId, feedId, subject, checkId, part, episode }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
