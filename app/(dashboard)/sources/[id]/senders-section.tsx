import { Group, Text } from '@mantine/core'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { isUsable, tokenState } from '#lib/domain/token-state.ts'
import type { TokenRow } from '#lib/queries/list-tokens.ts'
import type { TrustRuleRow } from '#lib/queries/list-trust-rules.ts'
import { conditionWords, TRUST_NAME } from '../../settings/pipelines/rule-words.ts'
import { STATE_LOOK } from '../../settings/tokens/token-words.ts'

type Props = { source: string; tokens: TokenRow[]; rules: TrustRuleRow[]; now: Date }

/** Who may store results of this source over HTTP, in short. */
export function SendersSection({ source, tokens, rules, now }: Props) {
  const usable = tokens.filter((token) => isUsable(tokenState(token, now)))
  const query = new URLSearchParams({ for: source })
  return (
    <Section
      id="senders"
      title="Who may send"
      description="Tokens and trusted pipelines that may store results of this source."
      actions={
        <Group gap="sm">
          <TextLink href={`/settings/tokens?${query}#create`} size="sm">
            Make a token
          </TextLink>
          <TextLink href={`/settings/pipelines?${query}#add`} size="sm">
            Trust a pipeline
          </TextLink>
        </Group>
      }
    >
      {!usable.length && !rules.length && (
        <Text size="sm" c="dimmed">
          Nobody: results come from a cluster that is read, or from the command line.
        </Text>
      )}
      <ul style={{ margin: 0, paddingInlineStart: '1.25rem', overflowWrap: 'anywhere' }}>
        {usable.map((token) => (
          <Text component="li" size="sm" key={token.id}>
            The token "{token.name}": {STATE_LOOK[tokenState(token, now)].word}, until{' '}
            <Freshness at={token.expiresAt} now={now} show="day" />, last used{' '}
            <Freshness at={token.lastUsedAt} now={now} />
          </Text>
        ))}
        {rules.map((rule) => (
          <Text component="li" size="sm" key={rule.id}>
            {TRUST_NAME[rule.kind]}, {rule.kind === 'github' ? 'repository' : 'project'} {rule.repositoryId}:{' '}
            {conditionWords(rule)}, last used <Freshness at={rule.lastUsedAt} now={now} />
          </Text>
        ))}
      </ul>
    </Section>
  )
}
