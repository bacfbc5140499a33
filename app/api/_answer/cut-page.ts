import { z } from 'zod'
import type { Page } from './operation.ts'
import { Refused } from './refused.ts'

const Place = z.tuple([z.number().int().min(0), z.string()])

type Asked = { limit: number; after?: string | undefined; before?: string | undefined }

/**
 * A page of a list that is at hand as a whole. A cursor is the name of a row and its place: when the row has gone, the
 * walk goes on from the place.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  { limit, after, before }: Asked,
  nameOf: (row: Row) => string | number,
): Page<Row> {
  const indexOf = (cursor: string): number => {
    const [place, name] = parseCursor(cursor)
    const found = rows.findIndex((row) => String(nameOf(row)) === name)
    return found >= 0 ? found : place
  }
  const end = before === undefined ? undefined : indexOf(before)
  const start = after !== undefined ? indexOf(after) + 1 : end === undefined ? 0 : Math.max(0, end - limit)
  const page = rows.slice(start, after === undefined && end !== undefined ? end : start + limit)
  const cursor = (at: number) => {
    const row = rows[at]
    return row && Buffer.from(JSON.stringify([at, String(nameOf(row))])).toString('base64url')
  }
  const last = start + page.length - 1
  return {
    rows: page,
    next: last + 1 < rows.length ? cursor(last) : undefined,
    previous: start > 0 && page.length ? cursor(start) : undefined,
    total: { count: rows.length, capped: false },
  }
}

function parseCursor(text: string): z.infer<typeof Place> {
  try {
    return Place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new Refused(400, 'after, before: is not a cursor of this list')
  }
}
