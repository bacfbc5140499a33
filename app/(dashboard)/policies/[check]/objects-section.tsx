import { Text } from '@mantine/core'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { Verbatim } from '#app/_ui/verbatim.tsx'
import type { CheckPolicy } from '#lib/queries/list-check-policies.ts'
import styles from './objects-section.module.css'

type Props = { policies: readonly CheckPolicy[]; limit: number; now: Date }

/** The policies as each source has them: what they leave out, what is wrong with them, and their text. */
export function ObjectsSection({ policies, limit, now }: Props) {
  return (
    <Section
      id="policy"
      title="As its sources state it"
      description={policies.length === limit && `The first ${limit} of them.`}
    >
      {!policies.length && (
        <Text c="dimmed">No source that you see as a whole states a policy for it: only its results are known.</Text>
      )}
      {policies.map((policy) => (
        <div key={`${policy.sourceId} ${policy.kind} ${policy.namespace} ${policy.name}`} className={styles.policy}>
          <div className={styles.head}>
            <strong>{policy.kind}</strong> {[policy.namespace, policy.name].filter(Boolean).join('/')}
            <span className={styles.dim}>
              in <TextLink href={`/sources/${policy.sourceId}`}>{policy.source}</TextLink>,{' '}
              {policy.createdAt ? 'made ' : 'first read '}
              <Freshness at={policy.createdAt ?? policy.firstSeenAt} now={now} />
              {policy.changedAt > policy.firstSeenAt && (
                <>
                  , changed <Freshness at={policy.changedAt} now={now} />
                </>
              )}
            </span>
            {policy.goneAt && <ToneBadge tone="muted">gone</ToneBadge>}
          </div>
          {policy.troubles.map((trouble) => (
            <p key={trouble} className={styles.line}>
              <ToneBadge tone="bad">trouble</ToneBadge> {trouble}
            </p>
          ))}
          {policy.exempt.map(({ by, what }) => (
            <p key={`${by} ${what}`} className={styles.line}>
              <ToneBadge tone="caution">not watched</ToneBadge> {what} <span className={styles.dim}>({by})</span>
            </p>
          ))}
          <details>
            <summary>Show its text</summary>
            <Verbatim text={JSON.stringify(policy.object, null, 2)} label={`Text of ${policy.kind} ${policy.name}`} />
          </details>
        </div>
      ))}
    </Section>
  )
}
