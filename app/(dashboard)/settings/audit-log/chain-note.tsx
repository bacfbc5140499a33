import { Alert, Text } from '@mantine/core'
import { formatNumber } from '#app/_ui/format-number.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import type { AuditChain } from '#lib/queries/check-audit-chain.ts'

/** Whether the log is as it was written, checked just now from its first row. */
export function ChainNote({ chain, now }: { chain: AuditChain; now: Date }) {
  if (!chain.ok) {
    const { sequence, why, action, at } = chain.broken
    return (
      <Alert
        color="red"
        variant="light"
        mb="md"
        title={`The log is broken at row ${formatNumber(sequence)}`}
        role="alert"
      >
        {action && at ? `Row ${sequence} (${action}, ${at.toISOString()}): ` : ''}
        {why}. Rows before it are as they were written. Somebody changed the database beside this program: compare with
        a backup or an export, and keep both.
      </Alert>
    )
  }
  return (
    <Text size="xs" c="dimmed" mb="md">
      All {formatNumber(chain.rows)} rows are as they were written, checked <Freshness at={now} now={now} />. The last
      row’s hash is <code style={{ overflowWrap: 'anywhere' }}>{chain.sha256.slice(0, 16)}…</code>: noted elsewhere, it
      proves later that nothing before it was changed.
    </Text>
  )
}
