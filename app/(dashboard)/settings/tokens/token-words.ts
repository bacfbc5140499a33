import { ROLE_NAME } from '#app/_ui/role-words.ts'
import type { Tone } from '#app/_ui/theme.ts'
import type { TokenKind } from '#lib/domain/token-kinds.ts'
import type { TokenState } from '#lib/domain/token-state.ts'
import type { LimitOptions } from '#lib/queries/list-limit-options.ts'
import type { TokenRow } from '#lib/queries/list-tokens.ts'

/** What a token is for, as its form and its list say it. */
export const KIND_NAME: Record<TokenKind, string> = {
  ingest: 'Store results of one source',
  read: 'Read through the API',
  metrics: 'Read /metrics',
}

export const STATE_LOOK: Record<TokenState, { word: string; tone: Tone }> = {
  works: { word: 'works', tone: 'good' },
  expiring: { word: 'expires soon', tone: 'caution' },
  expired: { word: 'expired', tone: 'bad' },
  revoked: { word: 'revoked', tone: 'muted' },
}

type Names = Pick<LimitOptions, 'teams' | 'sources'>
type Given = Pick<TokenRow, 'kind' | 'source' | 'role' | 'limits'>

/** What a token may do, with what limits it: `sees as a member: teams Payments`. */
export function tokenWords({ kind, source, role, limits }: Given, { teams, sources }: Names): string {
  if (kind === 'ingest') return `stores results of ${source ?? 'a source that is gone'}`
  if (kind === 'metrics' || !role) return 'reads /metrics'
  const named = (ids: readonly number[], known: Names['teams']) =>
    ids.map((id) => known.find((one) => one.id === id)?.name ?? 'one that is gone').join(', ') || 'none'
  const parts = [
    limits.teams && `teams ${named(limits.teams, teams)}`,
    limits.environments && `environments ${limits.environments.join(', ') || 'none'}`,
    limits.sources && `sources ${named(limits.sources, sources)}`,
  ].filter(Boolean)
  return `sees as ${ROLE_NAME[role].toLowerCase()}: ${parts.join('; ') || 'everything'}`
}
