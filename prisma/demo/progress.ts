import type { Sql } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'
import { PIPELINES } from './pipeline-stories.ts'
import { CLUSTERS, STORY } from './story.ts'

/** How far a database is in the story. `done` counts the UTC days whose readings and rollups are in. */
export type Progress = { story: string; until: string; days: number; size: number; done: number; isComplete: boolean }

type Wanted = { until: Date; days: number; size: number }

/**
 * Where to go on: from the start in a database without the story, from where it broke off in one that has a part of it.
 * A database that has sources of these names from elsewhere is refused.
 */
export async function openProgress(sql: Sql, { until, days, size }: Wanted): Promise<Progress> {
  const { rows } = await sql.query<{ value: Progress }>(`SELECT value FROM setting WHERE name = 'demo'`)
  const known = rows[0]?.value
  if (known) return known
  const names = [...CLUSTERS.map(({ name }) => name), ...PIPELINES.map(({ repository }) => repository)]
  const { rows: taken } = await sql.query<{ name: string }>(
    'SELECT name FROM source WHERE name = ANY ($1) ORDER BY name',
    [names],
  )
  if (taken.length > 0)
    throw new ProductError(
      'conflict',
      `the demo needs sources that this database has from elsewhere (${taken.map(({ name }) => name).join(', ')}); use another data directory`,
    )
  const fresh = {
    story: `${STORY.name} ${STORY.version}`,
    until: until.toISOString(),
    days,
    size,
    done: 0,
    isComplete: false,
  }
  await saveProgress(sql, fresh)
  return fresh
}

export async function saveProgress(sql: Sql, progress: Progress): Promise<void> {
  await sql.query(
    `INSERT INTO setting (name, value) VALUES ('demo', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(progress)],
  )
}
