import { CAUSE_WORDS, CLOSE_REASON_WORDS } from '#app/_ui/closing-words.ts'
import type { Tone } from '#app/_ui/theme.ts'
import { closeReasonOf } from '#lib/domain/closing.ts'
import { statusOf } from '#lib/domain/outcome.ts'
import { severityOf } from '#lib/domain/severity.ts'
import type { Episode } from '#lib/queries/list-finding-episodes.ts'
import type { FindingEvent } from '#lib/queries/list-finding-events.ts'

type TimelineEntry = { at: Date; title: string; words: string; tone: Tone }
/** Shares of the whole line, 0 to 1. */
type TimelineBar = { start: number; length: number; isOpen: boolean }
export type Timeline = { entries: TimelineEntry[]; bars: TimelineBar[]; from: Date; openDays: number; days: number }

const DAY_MS = 86_400_000

/** The story of a finding, newest first, and when it was open between its first opening and now. */
export function prepareTimeline(episodes: readonly Episode[], events: readonly FindingEvent[], now: Date): Timeline {
  const told = new Set(events.map(({ event, episode }) => `${event} ${episode}`))
  const entries = [
    ...events.map((event) => entryOf(event, episodes)),
    // Events that are no longer kept: the episode still says when it opened and closed, and why.
    ...episodes.filter(({ episode }) => !told.has(`opened ${episode}`)).map(openedEntry),
    ...episodes.filter(({ episode, closedAt }) => closedAt && !told.has(`closed ${episode}`)).map(closedEntry),
  ].sort((a, b) => b.at.getTime() - a.at.getTime())

  const from = new Date(Math.min(now.getTime(), ...episodes.map(({ openedAt }) => openedAt.getTime())))
  const whole = Math.max(1, now.getTime() - from.getTime())
  const bars = episodes.map(({ openedAt, closedAt }) => ({
    start: (openedAt.getTime() - from.getTime()) / whole,
    length: ((closedAt ?? now).getTime() - openedAt.getTime()) / whole,
    isOpen: closedAt === null,
  }))
  const openMs = episodes.reduce(
    (sum, { openedAt, closedAt }) => sum + ((closedAt ?? now).getTime() - openedAt.getTime()),
    0,
  )
  return { entries, bars, from, openDays: Math.round(openMs / DAY_MS), days: Math.round(whole / DAY_MS) }
}

function entryOf(told: FindingEvent, episodes: readonly Episode[]): TimelineEntry {
  const { at, event, episode: number, detail, fromTeam, toTeam } = told
  const episode = episodes.find((one) => one.episode === number)
  if (event === 'opened') return { ...(episode ? openedEntry(episode) : OPENED), at }
  if (event === 'closed') return { at, ...closedWords(codeIn(detail, 'reason')) }
  if (event === 'changed') return { at, title: 'Changed', words: `now ${gradeWords(detail)}`, tone: 'caution' }
  if (event === 'resumed')
    return {
      at,
      title: 'Resumed',
      words: 'the subject came back within 15 minutes, so its closing was taken back',
      tone: 'bad',
    }
  return { at, title: 'Team changed', words: `from ${fromTeam ?? 'nobody'} to ${toTeam ?? 'nobody'}`, tone: 'note' }
}

const OPENED = { title: 'Opened', words: '', tone: 'bad' } as const

const openedEntry = ({ openedAt, cause }: Episode): TimelineEntry => ({
  at: openedAt,
  ...OPENED,
  words: CAUSE_WORDS[cause],
})

function closedEntry({ openedAt, closedAt, closeReason }: Episode): TimelineEntry {
  const words = closeReason && CLOSE_REASON_WORDS[closeReason]
  return {
    at: closedAt ?? openedAt,
    title: 'Closed',
    words: words ?? '',
    tone: closeReason === 'fixed' ? 'good' : 'muted',
  }
}

function closedWords(code: number | undefined): Omit<TimelineEntry, 'at'> {
  if (code === undefined) return { title: 'Closed', words: '', tone: 'muted' }
  const reason = closeReasonOf(code)
  return { title: 'Closed', words: CLOSE_REASON_WORDS[reason], tone: reason === 'fixed' ? 'good' : 'muted' }
}

function gradeWords(detail: FindingEvent['detail']): string {
  const [status, severity] = [codeIn(detail, 'status'), codeIn(detail, 'severity')]
  return [status && statusOf(status), severity && severityOf(severity)].filter(Boolean).join(', ') || 'otherwise'
}

function codeIn(detail: FindingEvent['detail'], name: string): number | undefined {
  const value = detail?.[name]
  return typeof value === 'number' ? value : undefined
}
