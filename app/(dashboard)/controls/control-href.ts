import type { Href } from '#app/_ui/href.ts'
import type { ControlSearch } from './control-search.ts'

type Params = Omit<ControlSearch, 'framework'>

/** A page of controls, with the parameters that are set. */
export function controlHref(path: { framework?: string; control?: string }, params: Params = {}): Href {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value !== undefined && value !== '') query.set(name, value)
  const search: '' | `?${string}` = query.size ? `?${query}` : ''
  const { framework, control } = path
  if (framework === undefined) return `/controls${search}`
  const page = encodeURIComponent(framework)
  return control === undefined
    ? `/controls/${page}${search}`
    : `/controls/${page}/${encodeURIComponent(control)}${search}`
}
