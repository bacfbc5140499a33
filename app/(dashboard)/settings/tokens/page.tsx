import { NativeSelect, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { TOKEN_KINDS } from '#lib/domain/token-kinds.ts'
import { TOKEN_STATES } from '#lib/domain/token-state.ts'
import { listLimitOptions } from '#lib/queries/list-limit-options.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import { TokenForm } from './token-form.tsx'
import { TokenSearch } from './token-search.ts'
import { KIND_NAME, STATE_LOOK } from './token-words.ts'
import { TokensTable } from './tokens-table.tsx'

export const metadata: Metadata = { title: 'Tokens' }

/** Beside the filters: the source that the form is opened for. */
const Search = TokenSearch.extend({ for: z.string().max(200).optional() })
const any = { value: '', label: 'any' }

export default async function TokensPage({ searchParams }: PageProps<'/settings/tokens'>) {
  const { scope } = await requirePermission('token.manage')
  const { search, ignored } = parseSearch(Search, await searchParams)
  const [db, at] = [getDb(), now()]
  const { for: source, ...filter } = search
  const [tokens, names] = await Promise.all([listTokens(db, scope, filter, at), listLimitOptions(db, scope)])
  const isFiltered = filterQuery(filter, {}).size > 0
  const named = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name })

  return (
    <>
      <PageHeader
        title="Tokens"
        description="For machines: pipelines that store results, tools that read, Prometheus. Each is shown once, works for a limited time and can be revoked."
      />
      <IgnoredFilters names={ignored} />
      <Stack gap="md">
        <Section
          id="list"
          title={`${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}${isFiltered ? ' that match' : ''}`}
          description="Those that work come first."
          flush
        >
          <div style={{ padding: '0 1rem' }}>
            <FilterForm action="/settings/tokens" isFiltered={isFiltered}>
              <NativeSelect
                label="For"
                name="kind"
                defaultValue={filter.kind ?? ''}
                data={[any, ...TOKEN_KINDS.map((value) => ({ value, label: KIND_NAME[value].toLowerCase() }))]}
              />
              <NativeSelect
                label="State"
                name="state"
                defaultValue={filter.state ?? ''}
                data={[any, ...TOKEN_STATES.map((value) => ({ value, label: STATE_LOOK[value].word }))]}
              />
            </FilterForm>
          </div>
          <TokensTable tokens={tokens} names={names} now={at} isFiltered={isFiltered} />
        </Section>
        <Section
          id="create"
          title="Make a token"
          description={
            <>
              A job of GitHub Actions or GitLab needs none: <TextLink href="/settings/pipelines">trust it</TextLink>{' '}
              instead.
            </>
          }
        >
          <TokenForm
            options={{
              teams: names.teams.map(named),
              sources: names.sources.map(named),
              environments: names.environments,
            }}
            source={source}
          />
        </Section>
      </Stack>
    </>
  )
}
