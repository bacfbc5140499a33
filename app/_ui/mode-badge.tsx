import type { Mode } from '#lib/domain/mode.ts'
import type { Tone } from './theme.ts'
import { ToneBadge } from './tone-badge.tsx'

const MODE_WORDS: Record<Mode, { text: string; tone: Tone; title: string }> = {
  enforce: { text: 'enforces', tone: 'good', title: 'What violates it is refused when it is asked for' },
  'ci-enforce': { text: 'enforces in CI', tone: 'good', title: 'A pipeline fails on it' },
  warn: { text: 'warns', tone: 'caution', title: 'What violates it is let in, with a warning' },
  audit: { text: 'audits', tone: 'link', title: 'What violates it is let in and reported' },
  off: { text: 'off', tone: 'muted', title: 'It is there and does nothing' },
}

export const modeWords = (mode: Mode): string => MODE_WORDS[mode].text

/** What a policy does about what it finds. */
export function ModeBadge({ mode, children }: { mode: Mode; children?: string }) {
  const { text, tone, title } = MODE_WORDS[mode]
  return (
    <ToneBadge tone={tone} title={title}>
      {children ? `${text} ${children}` : text}
    </ToneBadge>
  )
}
