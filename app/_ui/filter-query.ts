type Filter = Readonly<Record<string, unknown>>

/**
 * A filter, with some of it changed, as the query of an address: what is at its default is left out, and so are the
 * cursors, because a changed list starts at its beginning.
 */
export function filterQuery(filter: Filter, defaults: Filter, changes: Filter = {}): URLSearchParams {
  const query = new URLSearchParams()
  const { after: _after, before: _before, ...rest } = filter
  for (const [name, value] of Object.entries({ ...rest, ...changes })) {
    if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) continue
    if (String(value) !== String(defaults[name])) query.set(name, String(value))
  }
  return query
}
