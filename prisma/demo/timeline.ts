import type { Db } from '#lib/db/connect.ts'
import type { SourceRow } from '#lib/ingest/ensure-source.ts'
import { recordPolicies } from '#lib/ingest/record-policies.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import type { Calendar } from './calendar.ts'
import { readCaptured, readExceptionObjects, readPolicyTexts } from './captured.ts'
import { clusterReader, readingTimes } from './cluster-readings.ts'
import { buildFleet } from './fleet.ts'
import { commitsOf, uploadCommit } from './pipelines.ts'
import { CLUSTERS } from './story.ts'

/** Something that reaches Muniment at a time. Steps run in order; a cluster's reader catches up on days left out. */
export type Step = { at: Date; run: () => Promise<void> }

/** Every reading and every commit of the story in order of time, and nothing after its end. */
export async function storyTimeline(
  db: Db,
  { calendar, size, sources }: { calendar: Calendar; size: number; sources: ReadonlyMap<string, SourceRow> },
): Promise<Step[]> {
  const [captured, exceptions, policies] = await Promise.all([
    readCaptured(),
    readExceptionObjects(),
    readPolicyTexts(),
  ])
  const fleet = buildFleet(calendar, size)
  const sourceOf = (name: string): SourceRow => {
    const source = sources.get(name)
    if (!source) throw new RangeError(`there is no source ${name}`)
    return source
  }

  const readings = CLUSTERS.flatMap((cluster) => {
    const reader = clusterReader(cluster, { fleet, captured, exceptions, policies, calendar })
    return readingTimes(cluster, calendar).map(({ day, at }) => ({
      at,
      run: async () => {
        const sourceId = sourceOf(cluster.name).id
        for (const scan of reader.read(day, at, sourceId)) await recordScan(db, scan)
        await recordPolicies(db, { sourceId, at, complete: true, policies: reader.policies(day) })
      },
    }))
  })
  const commits = commitsOf(calendar).map((commit) => ({
    at: commit.at,
    run: () => uploadCommit(db, commit, sourceOf(commit.pipeline.repository), calendar),
  }))
  return [...readings, ...commits].sort((a, b) => a.at.getTime() - b.at.getTime())
}
