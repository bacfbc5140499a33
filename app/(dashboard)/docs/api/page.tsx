import { Anchor, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { requireViewer } from '#app/_server/session.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { makeDocument } from '#app/api/_document/make-document.ts'
import { OPERATIONS } from '#app/api/_operations/operations.ts'
import { readEnv } from '#lib/env.ts'
import { Contents } from './contents.tsx'
import { OperationSection } from './operation-section.tsx'
import { prepareReference } from './prepare-reference.ts'

export const metadata: Metadata = { title: 'API' }

export default async function ApiPage() {
  await requireViewer()
  const { baseUrl } = readEnv()
  const groups = prepareReference(makeDocument(OPERATIONS, baseUrl), baseUrl)
  return (
    <>
      <PageHeader
        title="API"
        description="What the screens show, for other programs, under the same rules: an answer holds only what the asker may see."
        actions={<Anchor href="/api/v1/openapi.json">OpenAPI document</Anchor>}
      />
      <Stack gap="md">
        <Section id="begin" title="How to ask">
          <Stack gap="xs">
            <Text size="sm" className="prose">
              A read token is made by an administrator, or on the server:
            </Text>
            <CopyCommand command="npm run muniment -- token create --read --role officer --name 'GRC tool'" />
            <Text size="sm" className="prose">
              A list comes in pages of up to 500 rows: <code>page.next</code>, or the header <code>Link</code>, leads
              on. A filter that is not known is refused. <code>fields=a,b</code> leaves the rest out. The whole list
              comes as a file with <code>Accept: text/csv</code> or <code>application/x-ndjson</code>, or with{' '}
              <code>?format=csv</code>, and is on record in the audit log. An <code>ETag</code> that is sent back as{' '}
              <code>If-None-Match</code> is answered with 304 while nothing changed. Errors are problem+json, and their{' '}
              <code>detail</code> says what to change.
            </Text>
          </Stack>
        </Section>
        <Section id="operations" title="Operations">
          <Contents groups={groups} />
        </Section>
        {groups.map(({ tag, operations }) => (
          <Section key={tag} id={tag.toLowerCase()} title={tag}>
            {operations.map((operation) => (
              <OperationSection key={operation.id} operation={operation} />
            ))}
          </Section>
        ))}
      </Stack>
    </>
  )
}
