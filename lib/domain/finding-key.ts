import { z } from 'zod'

/** What names a finding for good, open or closed. */
export type FindingKey = { sourceId: number; feedId: number; subject: string; checkId: number; part: string }

const Parts = z.tuple([
  z.coerce.number().int().min(1).max(2_147_483_647),
  z.coerce.number().int().min(1).max(2_147_483_647),
  z.guid(),
  z.coerce.number().int().min(1).max(2_147_483_647),
])

/** `source.feed.subject.check` and, where there is one, `.part` in base64url: fit for a URL. */
export const findingKeyText = ({ sourceId, feedId, subject, checkId, part }: FindingKey): string =>
  [sourceId, feedId, subject, checkId, ...(part ? [Buffer.from(part).toString('base64url')] : [])].join('.')

/** The key a text stands for; undefined when it stands for none. */
export function parseFindingKey(text: string): FindingKey | undefined {
  const pieces = text.split('.')
  const coded = pieces[4] ?? ''
  const parts = Parts.safeParse(pieces.slice(0, 4))
  if (pieces.length > 5 || !parts.success || !/^[A-Za-z0-9_-]*$/.test(coded)) return undefined
  const [sourceId, feedId, subject, checkId] = parts.data
  return { sourceId, feedId, subject: subject.toLowerCase(), checkId, part: Buffer.from(coded, 'base64url').toString() }
}
