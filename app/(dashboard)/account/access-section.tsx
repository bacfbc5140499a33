import { Alert, Text } from '@mantine/core'
import { getDb } from '#app/_server/db.ts'
import { now, type Viewer } from '#app/_server/session.ts'
import { Facts } from '#app/_ui/facts.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ROLE_MEANING, ROLE_NAME } from '#app/_ui/role-words.ts'
import { Section } from '#app/_ui/section.tsx'
import { getOwnAccess } from '#lib/queries/get-own-access.ts'

/** What the person was given, and whom to ask when that is nothing. */
export async function AccessSection({ viewer }: { viewer: Viewer }) {
  const { role, scope, user, audit } = viewer
  const access = await getOwnAccess(getDb(), user.id)
  if (!access) return null
  const { teams, limits, sources, auditExpiresAt } = access
  const isEmpty = scope.sources !== 'all' && !scope.sources.length
  return (
    <Section id="access" title="What you may see and do" description={ROLE_MEANING[role]}>
      {isEmpty && (
        <Alert color="yellow" variant="light" mb="sm" title="You see nothing yet">
          {emptyWords(role, teams.length)}
        </Alert>
      )}
      <Facts
        facts={[
          ['Role', ROLE_NAME[role]],
          ['Teams', role === 'member' && (teams.join(', ') || 'none yet')],
          ['Environments', limits.environments?.join(', ')],
          ['Sources', limits.sources && (sources.join(', ') || 'none that is left')],
          ['Audit', audit && <TextLink href={`/audits/${audit.id}`}>{audit.name}</TextLink>],
          [
            'Access until',
            auditExpiresAt && <Freshness at={new Date(auditExpiresAt.getTime() - 1)} now={now()} show="both" />,
          ],
        ]}
      />
      <Text size="xs" c="dimmed" mt="sm" className="prose">
        {role === 'admin' ? (
          <>
            Users are managed under <TextLink href="/settings/users">Settings</TextLink>.
          </>
        ) : (
          'An administrator changes it.'
        )}
      </Text>
    </Section>
  )
}

function emptyWords(role: Viewer['role'], teams: number): string {
  if (role === 'member' && !teams) return 'You are in no team. Ask an administrator to put you into yours.'
  if (role === 'member') return 'Your teams own nothing yet. Ask an administrator for a rule that says what is theirs.'
  if (role === 'auditor') return 'No source is in the scope of the audit. Ask whoever invited you.'
  return 'No source is within your limits. Ask an administrator to change them.'
}
