import { Anchor, Code, Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { formatBytes, formatNumber } from '#app/_ui/format-number.ts'
import { utcTime } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import type { RejectedRow } from '#lib/queries/list-rejected.ts'
import type { ScanFileRow } from '#lib/queries/list-scan-files.ts'
import type { ScanRow } from '#lib/queries/list-scans.ts'
import styles from './scan-section.module.css'

type Props = { sourceId: number; scan: ScanRow; files: ScanFileRow[]; rejected: RejectedRow[]; shown: number }

/** One reading in full: what it says of itself, its documents to download, and what could not be read. */
export function ScanSection({ sourceId, scan, files, rejected, shown }: Props) {
  return (
    <Section
      id="scan"
      title={`Scan of ${utcTime(scan.observedAt)}`}
      description={`${scan.feedKind}${scan.category ? `, ${scan.category}` : ''}. Received ${utcTime(scan.receivedAt)}.`}
    >
      <Facts scan={scan} />
      <h3 className={styles.heading} id="files">
        Documents
      </h3>
      <DataTable
        caption="Documents of the scan"
        rows={files}
        rowKey={(file) => file.n}
        empty={<Text c="dimmed">This scan read no document.</Text>}
        columns={[
          {
            key: 'name',
            header: 'Name',
            isRowHeader: true,
            wide: true,
            cell: (file) =>
              file.isKept ? (
                <Anchor
                  href={`/api/v1/sources/${sourceId}/raw/${file.digest}`}
                  download
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {file.name}
                </Anchor>
              ) : (
                <>
                  {file.name}{' '}
                  <Text span size="xs" c="dimmed">
                    (original not kept)
                  </Text>
                </>
              ),
          },
          { key: 'bytes', header: 'Size', align: 'end', nowrap: true, cell: (file) => formatBytes(file.bytes) },
          { key: 'listed', header: 'listed', align: 'end', cell: (file) => formatNumber(file.listed) },
          { key: 'parsed', header: 'parsed', align: 'end', cell: (file) => formatNumber(file.parsed) },
          { key: 'rejected', header: 'rejected', align: 'end', cell: (file) => formatNumber(file.rejected) },
          {
            key: 'digest',
            header: 'SHA-256',
            cell: (file) => file.digest && <Code title={file.digest}>{file.digest.slice(0, 16)}…</Code>,
          },
        ]}
      />
      <More shown={files.length} limit={shown} what="documents" />
      <h3 className={styles.heading} id="rejected">
        Rejected entries
      </h3>
      <DataTable
        caption="Entries that could not be read"
        rows={rejected}
        rowKey={(row) => row.n}
        empty={<Text c="dimmed">Every entry was read.</Text>}
        columns={[
          {
            key: 'file',
            header: 'Document',
            isRowHeader: true,
            wide: true,
            cell: (row) => <span className={styles.breaks}>{row.file}</span>,
          },
          {
            key: 'path',
            header: 'Place',
            wide: true,
            cell: (row) => <Code className={styles.breaks}>{row.path}</Code>,
          },
          { key: 'reason', header: 'Reason', wide: true, cell: (row) => row.reason },
        ]}
      />
      {scan.rejected > rejected.length && rejected.length > 0 && (
        <Text size="xs" c="dimmed" mt={6}>
          {formatNumber(rejected.length)} of {formatNumber(scan.rejected)} rejected entries are listed.
        </Text>
      )}
    </Section>
  )
}

function Facts({ scan }: { scan: ScanRow }) {
  const { repository, commit, ref, run, trust, tool, warnings, ignored } = scan.context
  const facts = [
    ['Repository', repository],
    ['Commit', commit],
    ['Ref', ref],
    ['Run', run],
    [
      'Sent with',
      trust && (trust.by === 'oidc' ? `the job's own token, of repository ${trust.repositoryId}` : 'a token'),
    ],
    ['Tool', typeof tool === 'string' ? tool : tool && JSON.stringify(tool)],
    ['Not complete because', scan.complete ? undefined : scan.reason],
    ['Ignored', ignored.map(({ reason, count }) => `${formatNumber(count)}: ${reason}`).join('; ')],
  ].filter((fact): fact is [string, string] => !!fact[1])
  return (
    <>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={styles.breaks}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {warnings.length > 0 && (
        <ul className={styles.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function More({ shown, limit, what }: { shown: number; limit: number; what: string }) {
  if (shown < limit) return null
  return (
    <Text size="xs" c="dimmed" mt={6}>
      The first {formatNumber(limit)} {what} are listed, those with rejected entries before the others.
    </Text>
  )
}
