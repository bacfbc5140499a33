import { EVERYTHING, type Scope } from '#lib/domain/scope.ts'

/** A scope of some sources or teams; limited to sources, it has all of what they hold. */
export const limitedScope = ({ sources = 'all', teams = 'all' }: Partial<Pick<Scope, 'sources' | 'teams'>>): Scope => ({
  ...EVERYTHING,
  sources,
  teams,
  wholeSources: teams === 'all' ? sources : [],
  wholeEnvironments: sources === 'all' && teams === 'all' ? 'all' : [],
})
