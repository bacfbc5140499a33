import { Anchor, Text } from '@mantine/core'
import { Facts } from '#app/_ui/facts.tsx'
import { formatBytes } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { Section } from '#app/_ui/section.tsx'
import { Verbatim } from '#app/_ui/verbatim.tsx'
import type { Finding } from '#lib/queries/get-finding.ts'
import type { FindingOriginal } from '#lib/queries/get-finding-original.ts'
import { excerptDocument } from './excerpt-document.ts'

type Props = { original: FindingOriginal | undefined; finding: Finding; now: Date }

/** The source's own words: the entry as received, and the whole document to download. */
export function OriginalSection({ original, finding, now }: Props) {
  if (!original)
    return (
      <Section id="original" title="The source's own words">
        <Text c="dimmed">
          No scan is kept that says so: a finding that was only ever excepted has no trail of its own.
        </Text>
      </Section>
    )
  const { detail, sourceId } = finding
  const { body, digest, isKept, bytes, context } = original
  const caseName = typeof detail?.name === 'string' ? detail.name : undefined
  const excerpt = body && excerptDocument(body, { pointer: detail?.pointer ?? '', caseName })
  return (
    <Section
      id="original"
      title="The source's own words"
      description="The entry this finding was read from, as received"
    >
      {excerpt ? (
        <Verbatim text={excerpt.text} label="Entry of the original document" />
      ) : (
        <Text c="dimmed">{whyNot(original)}</Text>
      )}
      {excerpt?.isCut && (
        <Text size="xs" c="dimmed" mt={4}>
          Cut at {excerpt.text.length.toLocaleString('en')} characters. The document has all of it.
        </Text>
      )}
      {isKept && digest && (
        <Anchor
          href={`/api/v1/sources/${sourceId}/raw/${digest}`}
          size="sm"
          className="no-print"
          display="inline-block"
          mt="xs"
        >
          Download the whole document{bytes === null ? '' : ` (${formatBytes(bytes)})`}
        </Anchor>
      )}
      <div style={{ marginTop: '0.5rem' }}>
        <Facts
          facts={[
            ['Read', <Freshness key="read" at={original.observedAt} now={now} show="both" />],
            ['Complete', original.complete ? 'yes' : 'no: a partial reading'],
            ['Document', original.file],
            ['Place', detail?.pointer],
            ['SHA-256', digest],
            ...CONTEXT.map(([name, label]) => [label, textIn(context, name)] as const),
          ]}
        />
      </div>
    </Section>
  )
}

const CONTEXT = [
  ['repository', 'Repository'],
  ['commit', 'Commit'],
  ['ref', 'Ref'],
  ['run', 'Run'],
  ['tool', 'Tool'],
] as const

function textIn(context: Record<string, unknown>, name: string): string | undefined {
  const value = context[name]
  return typeof value === 'string' ? value : undefined
}

function whyNot({ isKept, body }: FindingOriginal): string {
  if (!isKept) return 'The document itself is not kept here; its digest below tells which it was.'
  if (!body) return 'The document is too large to show a part of it here. Download it and look at the place below.'
  return 'The entry cannot be shown by itself. Download the document and look at the place below.'
}
