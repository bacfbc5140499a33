/** Which rows a request may see. Every query and command takes one; an empty list is nothing, never everything. */
export type Scope = {
  sources: 'all' | readonly number[]
  teams: 'all' | readonly number[]
}

/** For the worker and the administrator. */
export const EVERYTHING: Scope = { sources: 'all', teams: 'all' }
