import { Grid, GridCol, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { TRUST_KINDS } from '#lib/domain/trust-rule.ts'
import { readEnv } from '#lib/env.ts'
import { listLimitOptions } from '#lib/queries/list-limit-options.ts'
import { listTrustRules } from '#lib/queries/list-trust-rules.ts'
import { prepareStep } from './prepare-step.ts'
import { RuleForm } from './rule-form.tsx'
import { TRUST_NAME } from './rule-words.ts'
import { RulesTable } from './rules-table.tsx'

export const metadata: Metadata = { title: 'Pipelines' }

/** The rule whose job is shown, and the source that the form is opened for. */
const Search = z.object({ rule: z.guid().optional(), for: z.string().max(200).optional() })

export default async function PipelinesPage({ searchParams }: PageProps<'/settings/pipelines'>) {
  const { scope } = await requirePermission('trust.manage')
  const { search, ignored } = parseSearch(Search, await searchParams)
  const [db, { baseUrl }] = [getDb(), readEnv()]
  const [rules, names] = await Promise.all([listTrustRules(db, scope, {}), listLimitOptions(db, scope)])
  const chosen = rules.find(({ id }) => id === search.rule)
  const steps = chosen
    ? [chosen]
    : TRUST_KINDS.map((kind) => ({ kind, audience: baseUrl, source: 'shop/payments-api', environment: null }))

  return (
    <>
      <PageHeader
        title="Pipelines"
        description="Jobs of GitHub Actions and GitLab that store results without a secret: each proves with its own signed token which repository it runs for."
      />
      <IgnoredFilters names={ignored} />
      <Stack gap="md">
        <Section
          id="rules"
          title={`${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`}
          description="Each lets one repository store results of one source, and of no other."
          flush
        >
          <RulesTable rules={rules} now={now()} />
        </Section>
        <Section
          id="step"
          title={chosen ? `The job for ${chosen.source}` : 'The job'}
          description={
            chosen ? (
              <>
                For {TRUST_NAME[chosen.kind]}. Send what your tool writes; the page on pipelines in the documents says
                which format is best. <TextLink href="/settings/pipelines#step">Show both kinds</TextLink>
              </>
            ) : (
              'Paste it and put in your tool. Choose a rule above for one that is filled in.'
            )
          }
        >
          <Grid gap="lg">
            {steps.map((step) => (
              <GridCol key={step.kind} span={{ base: 12, lg: chosen ? 12 : 6 }}>
                <Text component="h3" fw={600} m={0} mb={6}>
                  {TRUST_NAME[step.kind]}
                </Text>
                <CopyCommand command={prepareStep(step, baseUrl)} label={`Copy the job for ${TRUST_NAME[step.kind]}`} />
              </GridCol>
            ))}
          </Grid>
        </Section>
        <Section
          id="add"
          title="Trust a pipeline"
          description="The repository is told by its number: its name could be given to somebody else. Without a branch, every branch and pull request of the repository may store results."
        >
          <RuleForm
            key={search.rule}
            sources={names.sources.map(({ name }) => name)}
            audience={baseUrl}
            source={search.for}
          />
        </Section>
      </Stack>
    </>
  )
}
