/** The objects of one list, in its order: by namespace, then name. */
export type PlacedItem = { namespace: string }
export type Pages<T extends PlacedItem> = AsyncIterable<T[]>
export type WholePlaces<T> = {
  /** One list for each that was given. */
  items: T[][]
  places: string[]
  isLast: boolean
}

/** The order in which the server keeps namespaces: by their keys, in which a slash follows the name. */
const isBefore = (a: string, b: string): boolean => `${a}/` < `${b}/`

/**
 * Walks several ordered lists of objects side by side and gives whole namespaces, about `size` objects at once: a namespace is
 * whole when every list has passed it. Pages are fetched while what came before is worked on.
 */
export async function* wholePlaces<T extends PlacedItem>(
  lists: Pages<T>[],
  size: number,
): AsyncGenerator<WholePlaces<T>> {
  const cursors = lists.map((list) => openCursor(list))
  const pending = () => cursors.reduce((sum, { held }) => sum + held.length, 0)
  for (;;) {
    const lagging = cursors.filter(({ isDone }) => !isDone)
    const horizon = lagging.map(({ held }) => held.at(-1)?.namespace)
    const isLast = lagging.length === 0
    if (isLast || pending() >= size) {
      const safe = horizon.some((place) => place === undefined)
        ? ''
        : horizon.reduce((min, place) => (min === undefined || isBefore(place ?? '', min) ? place : min), undefined)
      const items = cursors.map((cursor) => cursor.takeBefore(isLast ? undefined : safe))
      const places = [...new Set(items.flat().map(({ namespace }) => namespace))]
      if (isLast || places.length) yield { items, places, isLast }
      if (isLast) return
    }
    // The list that is furthest behind decides what is whole.
    const next = lagging.reduce((min, cursor) => (isBehind(cursor, min) ? cursor : min))
    await next.advance()
  }
}

type Cursor<T> = ReturnType<typeof openCursor<T & PlacedItem>>

const isBehind = <T extends PlacedItem>(a: Cursor<T>, b: Cursor<T>): boolean => {
  const [left, right] = [a.held.at(-1)?.namespace, b.held.at(-1)?.namespace]
  if (left === undefined || right === undefined) return left === undefined && right !== undefined
  return isBefore(left, right)
}

function openCursor<T extends PlacedItem>(list: Pages<T>) {
  const pages = list[Symbol.asyncIterator]()
  const ahead = () => {
    const next = pages.next()
    next.catch(() => {}) // it is thrown where it is awaited
    return next
  }
  let coming = ahead()
  const cursor = {
    held: [] as T[],
    isDone: false,
    advance: async () => {
      const { done, value } = await coming
      if (done) cursor.isDone = true
      else {
        coming = ahead()
        for (const item of value) cursor.held.push(item)
      }
    },
    takeBefore: (place: string | undefined): T[] => {
      const end = place === undefined ? -1 : cursor.held.findIndex(({ namespace }) => !isBefore(namespace, place))
      return cursor.held.splice(0, end < 0 ? cursor.held.length : end)
    },
  }
  return cursor
}
