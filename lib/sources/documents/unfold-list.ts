import { asList, isObject, type JsonObject } from '../ci/json-value.ts'

export type Placed = { place: string; value: unknown }

/**
 * Takes `List` and `…List` objects apart, and plain lists, lists in lists too; anything else stands for itself. Items
 * that leave out apiVersion and kind, as typed lists do, get them from their list. `place` is a JSON pointer.
 */
export function unfoldList(place: string, value: unknown): Placed[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => unfoldList(`${place}/${i}`, item))
  if (!isList(value)) return [{ place, value }]
  return asList(value.items).flatMap((item, i) => unfoldList(`${place}/items/${i}`, inherit(value, item)))
}

/** Also without a kind, as tests and hand-cut files write lists. */
export const isList = (value: unknown): value is JsonObject =>
  isObject(value) &&
  (value.kind === undefined ? value.apiVersion !== undefined : listKind(value) !== undefined) &&
  (Array.isArray(value.items) || (value.items === null && value.spec === undefined))

/** The kind of a list's items; empty for a list of anything. */
const listKind = ({ kind }: JsonObject): string | undefined =>
  typeof kind === 'string' && kind.endsWith('List') ? kind.slice(0, -'List'.length) : undefined

/** A list that carries a continue token is one page of several. */
export const isPage = (value: unknown): boolean =>
  isList(value) &&
  isObject(value.metadata) &&
  typeof value.metadata.continue === 'string' &&
  value.metadata.continue !== ''

export function inherit(list: JsonObject, item: unknown): unknown {
  const kind = listKind(list)
  if (!kind || !isObject(item) || (item.kind !== undefined && item.apiVersion !== undefined)) return item
  return { apiVersion: list.apiVersion, kind, ...item }
}
