import { Text } from '@mantine/core'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { can } from '#lib/domain/permission.ts'
import { getFreshness } from '#lib/queries/get-freshness.ts'

/** How current and how complete everything on the screen is. */
export async function FreshnessLine() {
  const { role, scope } = await requireViewer()
  const at = now()
  const { sources, quiet, truncated, newestAt } = await getFreshness(getDb(), scope, at)
  if (!sources)
    return (
      <Text size="xs" c="dimmed">
        {can(role, 'source.manage') ? (
          <>
            No source yet. <TextLink href="/sources#add">Add one</TextLink>
          </>
        ) : (
          'No source in your scope'
        )}
      </Text>
    )
  return (
    <Text size="xs" c="dimmed">
      Last scan <Freshness at={newestAt} now={at} />
      {' · '}
      {quiet || truncated ? (
        <TextLink href="/sources" c="var(--tone-caution)" fw={550}>
          {[quiet ? `${quiet} of ${sources} sources not current` : '', truncated ? `${truncated} truncated` : '']
            .filter(Boolean)
            .join(', ')}
        </TextLink>
      ) : (
        <TextLink href="/sources" c="dimmed">
          {sources === 1 ? 'the one source is current' : `all ${sources} sources current`}
        </TextLink>
      )}
    </Text>
  )
}
