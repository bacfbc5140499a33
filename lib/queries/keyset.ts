import { z } from 'zod'

/** A column of those that put a list in one order, with its type. */
export type OrderColumn = { sql: string; type: 'int' | 'text' | 'uuid' }
type Asked = { after?: string | undefined; before?: string | undefined; limit: number }
type Clause = { beyond: string; order: string; limit: string; isBackward: boolean }

const Place = z.array(z.union([z.string(), z.number()]))

/** The place of a row as text, from the values of the columns in order. */
const placeText = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

const VALUES = { int: z.int32(), text: z.string().max(2_000), uuid: z.guid() } as const

/** The values a text stands for; undefined when it is no place in a list of this order. */
function parsePlace(text: string, order: readonly OrderColumn[]): (string | number)[] | undefined {
  try {
    const place = Place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    const fits = place.length === order.length && order.every(({ type }, i) => VALUES[type].safeParse(place[i]).success)
    return fits ? place : undefined
  } catch {
    return undefined
  }
}

export const isPlace = (text: string, order: readonly OrderColumn[]): boolean => parsePlace(text, order) !== undefined

/** The parts of a query that give a page and one row more, which tells whether there is another. */
export function keysetClause(
  columns: readonly OrderColumn[],
  { after, before, limit }: Asked,
  params: unknown[],
): Clause {
  const place = parsePlace(after ?? before ?? '', columns)
  const isBackward = place !== undefined && after === undefined
  const values = place?.map((value, i) => `$${params.push(value)}::${columns[i]?.type}`)
  return {
    beyond: values
      ? `(${columns.map(({ sql }) => sql).join(', ')}) ${isBackward ? '<' : '>'} (${values.join(', ')})`
      : 'true',
    order: columns.map(({ sql }) => `${sql}${isBackward ? ' DESC' : ''}`).join(', '),
    limit: `$${params.push(limit + 1)}::int`,
    isBackward,
  }
}

export type KeysetPage<Row> = { rows: Row[]; next: string | undefined; previous: string | undefined }

/** The page of what such a query gave, in the order of the list. */
export function keysetPage<Row>(
  found: readonly Row[],
  { after, before, limit }: Asked,
  isBackward: boolean,
  placeOf: (row: Row) => readonly (string | number)[],
): KeysetPage<Row> {
  const rows = found.slice(0, limit)
  if (isBackward) rows.reverse()
  const hasMore = found.length > limit
  const cursor = (row: Row | undefined) => row && placeText(placeOf(row))
  const isInside = (after ?? before) !== undefined
  return {
    rows,
    next: isBackward || hasMore ? cursor(rows.at(-1)) : undefined,
    previous: isBackward ? (hasMore ? cursor(rows.at(0)) : undefined) : isInside ? cursor(rows.at(0)) : undefined,
  }
}
