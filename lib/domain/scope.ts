/** The days that may be looked at: from the first moment up to, not with, the last. */
export type Window = { from: Date; until: Date }

type Some<T> = 'all' | readonly T[]

/**
 * Which rows a request may see. Every query and command takes one; an empty list is nothing, never everything. Made by
 * `getScope` once a request.
 */
export type Scope = {
  sources: Some<number>
  teams: Some<number>
  /**
   * The sources of which every row is in scope. What belongs to a source and to no team (its scans with their counts, its
   * originals, its suppressions) can be seen there and nowhere else.
   */
  wholeSources: Some<number>
  /** The environments of which every source is whole. What is kept by environment, the states of controls, can be seen there. */
  wholeEnvironments: Some<string>
  frameworks: Some<string>
  /** Absent: any time. */
  window?: Window
  /** Of an auditor: the audit it was made from. */
  audit?: string
}

/** For the worker and whoever is not limited. */
export const EVERYTHING: Scope = {
  sources: 'all',
  teams: 'all',
  wholeSources: 'all',
  wholeEnvironments: 'all',
  frameworks: 'all',
}

export const NOTHING: Scope = { sources: [], teams: [], wholeSources: [], wholeEnvironments: [], frameworks: [] }

/** True when no row, whatever its time, is hidden: what holds everything in one piece can be seen by nobody else. */
export const isEverything = (scope: Scope): boolean =>
  scope.sources === 'all' && scope.teams === 'all' && scope.frameworks === 'all' && scope.window === undefined
