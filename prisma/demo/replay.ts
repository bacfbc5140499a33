import { assignOwnership } from '#lib/commands/assign-ownership.ts'
import { recordNamespaces } from '#lib/commands/record-namespaces.ts'
import { connect, type Db } from '#lib/db/connect.ts'
import { ensureSource, type SourceRow } from '#lib/ingest/ensure-source.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { storyCalendar } from './calendar.ts'
import { type DemoSummary, summarise } from './demo-summary.ts'
import { headlines } from './headlines.ts'
import { PIPELINES } from './pipeline-stories.ts'
import { openProgress, type Progress, saveProgress } from './progress.ts'
import { CLUSTERS, STORY } from './story.ts'
import { namespaceLabels, recordTeams } from './teams.ts'
import { type Step, storyTimeline } from './timeline.ts'

export type ReplayOptions = {
  /** When the story ends. */
  until: Date
  onProgress?: (done: number, total: number, text: string) => void
  /** Fewer days tell the same story in less time. */
  days?: number
  /** Scales the number of services. */
  size?: number
}

/**
 * Tells the demo story through the real parsers, ingest and rollups, as if it had happened in the days up to `until`: the
 * same for the same options. A database that has the story is left as it is, and one that has a part of it gets the
 * rest, with the end it was begun with.
 */
export async function replayDemo(
  db: Db,
  { until, onProgress, days = STORY.days, size = 1 }: ReplayOptions,
): Promise<DemoSummary> {
  const progress = await openProgress(db.sql, { until, days, size })
  if (progress.isComplete) return summarise(db.sql, progress, true)
  const quick = connect(withoutWaiting(db.url), { max: 4 })
  try {
    await tell(quick, progress, onProgress)
  } finally {
    await quick.close()
  }
  await saveProgress(db.sql, { ...progress, isComplete: true })
  return summarise(db.sql, progress, false)
}

/** A commit that waits for the disk here would be lost time: what a crash loses is told again. */
function withoutWaiting(url: string): string {
  const quick = new URL(url)
  const options = quick.searchParams.get('options')
  quick.searchParams.set('options', `${options ? `${options} ` : ''}-c synchronous_commit=off`)
  return quick.href
}

async function tell(db: Db, progress: Progress, onProgress: ReplayOptions['onProgress']): Promise<void> {
  const calendar = storyCalendar(new Date(progress.until), progress.days)
  const sources = await recordSources(db, calendar.at(0, 720))
  const timeline = byDay(await storyTimeline(db, { calendar, size: progress.size, sources }))
  const told = headlines(calendar)

  for (const [index, { day, steps }] of timeline.entries()) {
    if (index < progress.done) continue
    onProgress?.(index, timeline.length, `${day}${told.has(day) ? `: ${told.get(day)}` : ''}`)
    // One after the other: the order in which checks appear decides their numbers.
    for (const step of steps) await step.run()
    if (index === 0) await assignOwnership(db, steps.at(-1)?.at ?? calendar.until)
    const endOfDay = new Date(`${day}T23:59:59.999Z`)
    await refreshRollups(db, endOfDay < calendar.until ? endOfDay : calendar.until)
    progress.done = index + 1
    await saveProgress(db.sql, progress)
  }
  await refreshRollups(db, calendar.until)
  onProgress?.(timeline.length, timeline.length, 'done')
}

async function recordSources(db: Db, now: Date): Promise<Map<string, SourceRow>> {
  await recordTeams(db, now)
  const sources = new Map<string, SourceRow>()
  for (const { name, environment } of CLUSTERS) {
    const source = await ensureSource(db.sql, { name, kind: 'cluster', environment, now })
    await recordNamespaces(db, source.id, namespaceLabels(), now)
    sources.set(name, source)
  }
  for (const { repository } of PIPELINES)
    sources.set(repository, await ensureSource(db.sql, { name: repository, kind: 'pipeline', repository, now }))
  return sources
}

/** The steps of each UTC day, in order. */
const byDay = (steps: readonly Step[]): { day: string; steps: Step[] }[] =>
  [...Map.groupBy(steps, ({ at }) => at.toISOString().slice(0, 10))].map(([day, own]) => ({ day, steps: own }))
