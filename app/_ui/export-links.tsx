import { Anchor, Group, Text } from '@mantine/core'
import { DownloadIcon } from './icons.tsx'

type Props = {
  /** The API path that answers what the table shows; `format` is added to it. */
  path: `/api/v1/${string}`
  /** The page's own filters, so that the export holds the same rows. */
  search?: URLSearchParams
  /** What is exported, for those who hear the link alone. */
  label: string
}

/** What is shown, as CSV and as JSON. */
export function ExportLinks({ path, search, label }: Props) {
  const href = (format: 'csv' | 'json') => {
    const query = new URLSearchParams(search)
    query.set('format', format)
    return `${path}?${query}`
  }
  return (
    <Group gap={6} wrap="nowrap" className="no-print" c="dimmed">
      <DownloadIcon size={14} />
      <Anchor href={href('csv')} download size="xs" aria-label={`${label} as CSV`}>
        CSV
      </Anchor>
      <Text span size="xs" aria-hidden="true">
        ·
      </Text>
      <Anchor href={href('json')} download size="xs" aria-label={`${label} as JSON`}>
        JSON
      </Anchor>
    </Group>
  )
}
