import { Loader, Text } from '@mantine/core'
import { Freshness } from '#app/_ui/freshness.tsx'
import type { Tone } from '#app/_ui/theme.ts'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { BundleMissing, BundleRow } from '#lib/queries/bundle-row.ts'
import styles from './bundle-state.module.css'
import { prepareMissing } from './prepare-missing.ts'

const WORDS: Record<BundleRow['state'], [words: string, tone: Tone]> = {
  queued: ['queued', 'muted'],
  running: ['being made', 'note'],
  complete: ['complete', 'good'],
  partial: ['partial', 'caution'],
  failed: ['failed', 'bad'],
}

const WAITING_MS = 60_000
const SHOWN = 40

export function BundleState({ bundle, now }: { bundle: BundleRow; now: Date }) {
  const { state, progress, error, finishedAt, requestedAt, missing } = bundle
  const [words, tone] = WORDS[state]
  const isStuck = state === 'queued' && now.getTime() - requestedAt.getTime() > WAITING_MS
  return (
    <div className={styles.state}>
      <span className={styles.line}>
        <ToneBadge tone={tone}>{words}</ToneBadge>
        {state === 'running' && <Loader size={12} aria-hidden="true" />}
        {finishedAt && (
          <Text span size="xs" c="dimmed">
            <Freshness at={finishedAt} now={now} />
          </Text>
        )}
      </span>
      {state === 'running' && (
        <output className={styles.dim} aria-live="polite">
          {progress ?? 'starting'}
        </output>
      )}
      {isStuck && <div className={styles.dim}>No worker has taken it yet: check that one runs.</div>}
      {error && <div>{error}</div>}
      {state === 'complete' && <div className={styles.dim}>Nothing is missing in its period.</div>}
      {missing.length > 0 && <Missing missing={missing} />}
    </div>
  )
}

function Missing({ missing }: { missing: readonly BundleMissing[] }) {
  const lines = prepareMissing(missing)
  return (
    <details className={styles.gaps}>
      <summary>
        {missing.length} {missing.length === 1 ? 'thing' : 'things'} missing, named in it
      </summary>
      <ul className={styles.list}>
        {lines.slice(0, SHOWN).map(({ what, reason, when }) => (
          <li key={`${what} ${reason}`}>
            <strong>{what}</strong>: {reason}
            {when && `, ${when}`}
          </li>
        ))}
        {lines.length > SHOWN && <li>and {lines.length - SHOWN} more: see the manifest</li>}
      </ul>
    </details>
  )
}
