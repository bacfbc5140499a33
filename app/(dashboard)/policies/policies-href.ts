import type { Route } from 'next'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { CheckFilter } from '#lib/domain/check-filter.ts'

const DEFAULTS = CheckFilter.parse({})

/** A filter as the query of an address, some of it changed. */
export const policiesQuery = (filter: CheckFilter, changes: Partial<CheckFilter> = {}): URLSearchParams =>
  filterQuery(filter, DEFAULTS, changes)

/** The list of policies with some of its filter changed. */
export function policiesHref(filter: CheckFilter, changes: Partial<CheckFilter> = {}): Route {
  const query = policiesQuery(filter, changes)
  return query.size ? `/policies?${query}` : '/policies'
}
