import type { Route } from 'next'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { ExceptionFilter } from '#lib/domain/exception-filter.ts'

const DEFAULTS = ExceptionFilter.parse({})

/** A filter as the query of an address, some of it changed. */
export const exceptionsQuery = (filter: ExceptionFilter, changes: Partial<ExceptionFilter> = {}): URLSearchParams =>
  filterQuery(filter, DEFAULTS, changes)

/** The register of exceptions with some of its filter changed. */
export function exceptionsHref(filter: ExceptionFilter, changes: Partial<ExceptionFilter> = {}): Route {
  const query = exceptionsQuery(filter, changes)
  return query.size ? `/exceptions?${query}` : '/exceptions'
}
