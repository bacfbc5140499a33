import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { connect, type Db } from '#lib/db/connect.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { prepareDatabase } from '#lib/db/prepare-database.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'
import { generateReports } from './generate-reports.ts'

const REPORTS = 10_000
const ROUNDS = 9
/** The bars: each is a ratio to JSON.parse of the same bytes in the same run. */
const BARS = { firstLoad: 3.5, unchanged: 1.6, onePercentChanged: 1.7 }
const TABLES = ['subject_state', 'finding_open', 'finding_closed', 'finding_event', 'finding_excepted']

/**
 * Loads 10,000 reports with 190,000 results, scans the same again, and again with 1 % of the reports changed. The floor
 * is JSON.parse of the same bytes, measured in turn with each: machines are shared, so only ratios mean anything.
 */
export async function benchIngest(isJson: boolean): Promise<void> {
  const text = generateReports(REPORTS)
  const changedText = generateReports(REPORTS, { changed: 0.01 })
  const root = await mkdtemp(join(tmpdir(), 'muniment-bench-'))
  const server = await startEmbeddedPostgres({ dir: join(root, 'postgres'), password: 'bench' })
  try {
    await prepareDatabase(server.url, new Date())
    const db = connect(server.url, { max: 4 })
    const run = await measure(db, text, changedText)
    await db.close()
    print(run, isJson)
  } finally {
    await server.stop()
    await rm(root, { recursive: true, force: true })
  }
}

setFlagsFromString('--expose-gc')
/** Each timing pays for its own garbage, not for what the one before it left. */
const collectGarbage = runInNewContext('gc') as () => void

type Timed = {
  ms: number
  floorMs: number
  ratio: number
  rowsWritten: number
  findingRows: number
  deadTuples: number
  opened: number
  closed: number
}

async function measure(db: Db, text: string, changedText: string) {
  let clock = Date.UTC(2026, 9, 1)
  const scan = async (sourceId: number, body: string): Promise<Timed> => {
    const floorBefore = parseTime(body)
    const before = await tuples(db)
    clock += 3_600_000
    const at = new Date(clock)
    collectGarbage()
    const startedAt = performance.now()
    const list = JSON.parse(body) as { items: unknown[] }
    const parsed = parsePolicyReports(list.items, { now: at })
    const outcome = await recordScan(db, {
      sourceId,
      feed: { kind: 'policy-report', scope: '' },
      observedAt: at,
      receivedAt: at,
      complete: true,
      canBeReadAgain: true,
      identity: at.toISOString(),
      files: [{ name: 'reports.json', digest: hash('sha256', at.toISOString(), 'hex'), bytes: body.length, parsed }],
    })
    const ms = performance.now() - startedAt
    const after = await tuples(db)
    const floorMs = (floorBefore + parseTime(body)) / 2
    return {
      ms,
      floorMs,
      ratio: ms / floorMs,
      rowsWritten: outcome.rowsWritten,
      findingRows: after.written - before.written,
      deadTuples: after.dead - before.dead,
      opened: outcome.opened,
      closed: outcome.closed,
    }
  }
  const source = async (name: string) => (await ensureSource(db.sql, { name, kind: 'cluster', now: new Date() })).id

  const firstLoads: Timed[] = []
  for (let i = 0; i < 3; i++) firstLoads.push(await scan(await source(`cluster-${i}`), text))
  const sourceId = await source('cluster-0')
  const unchanged: Timed[] = []
  for (let i = 0; i < ROUNDS; i++) unchanged.push(await scan(sourceId, text))
  const changed: Timed[] = []
  for (let i = 0; i < ROUNDS; i++) changed.push(await scan(sourceId, i % 2 ? text : changedText))
  return {
    bytes: text.length,
    firstLoad: best(firstLoads),
    unchanged: median(unchanged),
    onePercentChanged: median(changed),
  }
}

function parseTime(body: string): number {
  collectGarbage()
  const startedAt = performance.now()
  JSON.parse(body)
  return performance.now() - startedAt
}

/** Rows written to and dead rows in the tables of findings and their state, as the server counts them. */
async function tuples(db: Db): Promise<{ written: number; dead: number }> {
  await db.sql.query('SELECT pg_stat_force_next_flush()')
  const { rows } = await db.sql.query<{ written: number; dead: number }>(
    `SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint AS written, coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint AS dead
     FROM pg_stat_user_tables WHERE relname = ANY ($1) OR relname LIKE 'finding\\_%'`,
    [TABLES],
  )
  return rows[0] ?? { written: 0, dead: 0 }
}

const byRatio = (a: Timed, b: Timed) => a.ratio - b.ratio
const best = (runs: Timed[]): Timed => pickAt(runs.toSorted(byRatio), 0)
const median = (runs: Timed[]): Timed => pickAt(runs.toSorted(byRatio), Math.floor(runs.length / 2))

function pickAt(runs: Timed[], at: number): Timed {
  const run = runs[at]
  if (!run) throw new Error('nothing was measured')
  return run
}

function print(run: Awaited<ReturnType<typeof measure>>, isJson: boolean): void {
  const { bytes, ...phases } = run
  const rows = (Object.keys(BARS) as (keyof typeof BARS)[]).map((phase) => {
    const timed = phases[phase]
    return {
      phase,
      ...timed,
      ratio: Number(timed.ratio.toFixed(2)),
      bar: BARS[phase],
      holds: timed.ratio <= BARS[phase],
    }
  })
  if (isJson) console.log(JSON.stringify({ reports: REPORTS, results: REPORTS * 19, bytes, phases: rows }, null, 2))
  else {
    console.log(`${REPORTS} reports, ${REPORTS * 19} results, ${(bytes / 1e6).toFixed(1)} MB`)
    console.table(
      rows.map(({ phase, ratio, bar, ms, floorMs, rowsWritten, findingRows, deadTuples }) => ({
        phase,
        ratio,
        bar,
        ms: Math.round(ms),
        'JSON.parse ms': Math.round(floorMs),
        rowsWritten,
        findingRows,
        deadTuples,
      })),
    )
  }
}
