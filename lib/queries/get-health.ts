import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '#lib/db/connect.ts'

/** A worker that has not beaten for this long is down. */
const WORKER_SILENT_MS = 2 * 60_000
const DATABASE_SILENT_MS = 3_000

export type Health = {
  status: 'ok' | 'failing'
  database: string
  migrations: string
  worker: { status: string; lastBeatAt: string | null }
}

/** What of the program works: the failing part says in words what is wrong. `migrationsDir` holds one folder a migration. */
export async function getHealth(db: Db, now: Date, migrationsDir: string): Promise<Health> {
  const worker = { status: 'unknown: the database does not answer', lastBeatAt: null }
  try {
    await answered(db.sql.query('SELECT 1'))
  } catch {
    return {
      status: 'failing',
      database: 'does not answer',
      migrations: 'unknown: the database does not answer',
      worker,
    }
  }
  const [migrations, beat] = await Promise.all([migrationsOf(db, migrationsDir), beatOf(db, now)])
  const isOk = migrations === 'ok' && beat.status === 'ok'
  return { status: isOk ? 'ok' : 'failing', database: 'ok', migrations, worker: beat }
}

/** A database that neither answers nor refuses is as good as gone. */
async function answered(query: Promise<unknown>): Promise<void> {
  const limit = new AbortController()
  const late = sleep(DATABASE_SILENT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error('the database does not answer in time')
  })
  try {
    await Promise.race([query, late])
  } finally {
    limit.abort()
    late.catch(() => {})
    query.catch(() => {})
  }
}

async function migrationsOf(db: Db, dir: string): Promise<string> {
  const entries = await readdir(dir, { withFileTypes: true })
  const shipped = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const { rows: found } = await db.sql.query<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  )
  if (!found[0]?.found) return `${shipped.length} not applied`
  const { rows } = await db.sql.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const finished = new Set(rows.filter((row) => row.finished).map(({ name }) => name))
  const failed = rows.filter((row) => !row.finished).map(({ name }) => name)
  const missing = shipped.filter((name) => !finished.has(name) && !failed.includes(name))
  const newer = [...finished].filter((name) => !shipped.includes(name))
  const said = [
    ...(failed.length ? [`failed: ${failed.join(', ')}`] : []),
    ...(missing.length ? [`not applied: ${missing.join(', ')}`] : []),
    ...(newer.length ? [`the database is newer than this program: ${newer.join(', ')}`] : []),
  ]
  return said.join('; ') || 'ok'
}

async function beatOf(db: Db, now: Date): Promise<Health['worker']> {
  const { rows } = await db.sql
    .query<{ at: Date | null }>('SELECT max(beat_at) AS at FROM worker_beat')
    .catch(() => ({ rows: [] }))
  const at = rows[0]?.at
  if (!at) return { status: 'no worker has started', lastBeatAt: null }
  const isSilent = now.getTime() - at.getTime() > WORKER_SILENT_MS
  return { status: isSilent ? 'silent for more than 2 minutes' : 'ok', lastBeatAt: at.toISOString() }
}
