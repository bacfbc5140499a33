import type { Route } from 'next'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'

const DEFAULTS = FindingFilter.parse({})

/** A filter as the query of an address, some of it changed. */
export const findingsQuery = (filter: FindingFilter, changes: Partial<FindingFilter> = {}): URLSearchParams =>
  filterQuery(filter, DEFAULTS, changes)

/** The list of findings with some of its filter changed. */
export function findingsPageHref(filter: FindingFilter, changes: Partial<FindingFilter> = {}): Route {
  const query = findingsQuery(filter, changes)
  return query.size ? `/findings?${query}` : '/findings'
}
