import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ingestDocuments } from '#lib/commands/ingest-documents.ts'
import type { Db } from '#lib/db/connect.ts'
import type { SourceRow } from '#lib/ingest/ensure-source.ts'
import type { Calendar } from './calendar.ts'
import { FIXTURES } from './captured.ts'
import { PIPELINES, type PipelineStory, type UploadStory } from './pipeline-stories.ts'
import { seededRandom } from './random.ts'
import { STORY } from './story.ts'

export type Commit = { pipeline: PipelineStory; day: number; at: Date; sha: string; run: number }

/** Mean commits to the main branch on a working day. */
const COMMITS = 0.22

/** Every commit of the story's repositories that ran the tools. */
export function commitsOf(calendar: Calendar): Commit[] {
  return PIPELINES.flatMap((pipeline) => {
    const random = seededRandom(`${STORY.name} ${pipeline.repository}`)
    const turns = new Set(pipeline.uploads.flatMap(({ turns }) => turns.map(({ day }) => calendar.scaled(day))))
    const isPushed = (day: number) =>
      random.chance(COMMITS * calendar.busy(day)) || day === 0 || turns.has(day) || day === calendar.days - 1
    return Array.from({ length: calendar.days }, (_, day) => day)
      .filter(isPushed)
      .map((day, i) => ({
        pipeline,
        day,
        at: calendar.at(day, random.between(45, 420)),
        sha: hash('sha1', `${pipeline.repository} ${day}`),
        run: 1000 + i * 3,
      }))
  })
}

/** Uploads what the tools wrote for a commit, as its pipeline would: each document as it was captured. */
export async function uploadCommit(
  db: Db,
  { pipeline, day, at, sha, run }: Commit,
  source: SourceRow,
  calendar: Calendar,
): Promise<void> {
  for (const upload of pipeline.uploads) {
    const name = documentOn(upload, day, calendar)
    await ingestDocuments(db, {
      source,
      documents: [{ name, bytes: await readFile(new URL(`captured/${name}`, FIXTURES)) }],
      format: upload.format,
      complete: true,
      observedAt: at,
      receivedAt: new Date(at.getTime() + 2_000),
      category: upload.category,
      repository: pipeline.repository,
      commit: sha,
      ref: 'refs/heads/main',
      run: String(run),
    })
  }
}

/** The captured file that stands for what a tool says of the repository on a day. */
function documentOn({ file, turns }: UploadStory, day: number, calendar: Calendar): string {
  const passed = turns.filter((turn) => calendar.scaled(turn.day) <= day)
  return file.replace('*', passed.at(-1)?.variant ?? 'bad')
}
