import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createToken } from '#lib/commands/create-token.ts'
import { connect, type Db } from '#lib/db/connect.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { prepareDatabase } from '#lib/db/prepare-database.ts'
import { program } from '#lib/domain/actor.ts'
import { type FindingCursor, findingCursorText } from '#lib/domain/finding-cursor.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { listFindings } from '#lib/queries/list-findings.ts'
import { prepare } from '../bin/prepare.mjs'
import { fillFindings } from './fill-findings.ts'

const FINDINGS = 1_000_000
const ROUNDS = 21
/** The bar: an answer of the API takes at most this many times its bare query, measured in turn with it. */
const BAR = 5

/**
 * A page of 500 findings of a million that are open, through the web program as it is deployed, against the same page as
 * a bare query. Machines are shared, so only ratios mean anything.
 */
export async function benchApi(isJson: boolean): Promise<void> {
  prepare(['build'], { isQuiet: isJson })
  const root = await mkdtemp(join(tmpdir(), 'muniment-bench-'))
  const server = await startEmbeddedPostgres({ dir: join(root, 'postgres'), password: 'bench' })
  const stops: (() => Promise<unknown>)[] = [() => server.stop(), () => rm(root, { recursive: true, force: true })]
  try {
    await prepareDatabase(server.url, new Date())
    const db = connect(server.url, { max: 4 })
    stops.unshift(() => db.close())
    await fillFindings(db, FINDINGS)
    const wanted = { name: 'bench', kind: 'read', role: 'admin' } as const
    const { token } = await createToken(db, { wanted, by: program('cli'), now: new Date() })
    const web = await startWeb(server.url, root)
    stops.unshift(web.stop)
    const rows = []
    for (const [page, query] of Object.entries(await pagesOf(db)))
      rows.push({ page, ...(await measure({ db, query, url: web.url, token })) })
    print(rows, isJson)
    if (rows.some(({ ratio }) => ratio > BAR)) process.exitCode = 1
  } finally {
    for (const stop of stops) await stop()
  }
}

/** The query strings that are measured. */
async function pagesOf(db: Db): Promise<Record<string, string>> {
  const { rows } = await db.sql.query(
    `SELECT severity, to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, source_id AS "sourceId",
       feed_id AS "feedId", subject, check_id AS "checkId", part, episode
     FROM finding_open ORDER BY severity, opened_at, source_id, feed_id, subject, check_id, part OFFSET ${FINDINGS / 2} LIMIT 1`,
  )
  const middle = findingCursorText({
    state: 'open',
    sort: 'worst',
    ...(rows[0] as Omit<FindingCursor, 'state' | 'sort'>),
  })
  return {
    first: 'limit=500',
    'half a million rows in': `limit=500&after=${middle}`,
    'of one team, two severities': 'limit=500&team=team-7&severity=critical,high',
    'of one policy': 'limit=500&policy=policy-7',
    newest: 'limit=500&sort=newest',
  }
}

type Case = { db: Db; query: string; url: string; token: string }

async function measure({ db, query, url, token }: Case) {
  const bare = await bareQuery(db, query)
  const address = `${url}/api/v1/findings?${query}`
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  const ask = async (more: Record<string, string> = {}) => {
    const startedAt = performance.now()
    const answer = await fetch(address, { headers: { ...headers, ...more } })
    const body = await answer.arrayBuffer()
    return {
      ms: performance.now() - startedAt,
      status: answer.status,
      bytes: body.byteLength,
      tag: answer.headers.get('etag'),
    }
  }
  const times: { bare: number[]; http: number[]; known: number[] } = { bare: [], http: [], known: [] }
  let bytes = 0
  for (let round = -3; round < ROUNDS; round++) {
    const startedAt = performance.now()
    const { rows } = await db.sql.query(bare.text, bare.params)
    const bareMs = performance.now() - startedAt
    const { ms, status, tag, ...answer } = await ask()
    const known = await ask({ 'if-none-match': tag ?? '' })
    if (status !== 200 || rows.length < 500) throw new Error(`${query}: ${status}, ${rows.length} rows`)
    if (known.status !== 304) throw new Error(`${query}: ${known.status} to a client that has it`)
    bytes = answer.bytes
    if (round < 0) continue
    times.bare.push(bareMs)
    times.http.push(ms)
    times.known.push(known.ms)
  }
  const [bareMs, httpMs, knownMs] = [median(times.bare), median(times.http), median(times.known)]
  return { bareMs, httpMs, ratio: httpMs / bareMs, notModifiedMs: knownMs, bytes }
}

/** The very query of a page, caught on its way to the database. */
async function bareQuery(db: Db, query: string): Promise<{ text: string; params: unknown[] }> {
  let caught: { text: string; params: unknown[] } | undefined
  const sql = new Proxy(db.sql, {
    get: (pool, name) =>
      name === 'query'
        ? (text: string, params: unknown[]) => {
            caught = { text, params }
            return pool.query(text, params)
          }
        : Reflect.get(pool, name),
  })
  const filter = FindingFilter.parse(Object.fromEntries(new URLSearchParams(query)))
  await listFindings({ ...db, sql }, EVERYTHING, filter, new Date())
  if (!caught) throw new Error('no query was made')
  return caught
}

async function startWeb(databaseUrl: string, root: string): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const port = await freePort()
  const child: ChildProcess = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '-p', String(port)],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        MUNIMENT_DATA_DIR: root,
        MUNIMENT_SECRET: 'the secret of a measurement only',
        PORT: String(port),
      },
    },
  )
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 300; i++) {
    if (await fetch(`${url}/api/live`).catch(() => undefined)) break
    await sleep(200)
  }
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return { url, stop }
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const probe = createServer().listen(0, () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Measured = Awaited<ReturnType<typeof measure>> & { page: string }

function print(rows: Measured[], isJson: boolean): void {
  const pages = rows.map(({ ratio, ...row }) => ({
    ...row,
    ratio: Number(ratio.toFixed(2)),
    bar: BAR,
    holds: ratio <= BAR,
  }))
  if (isJson) console.log(JSON.stringify({ findings: FINDINGS, rows: 500, pages }, null, 2))
  else {
    console.log(`${FINDINGS.toLocaleString('en')} open findings, pages of 500`)
    console.table(
      pages.map(({ page, ratio, bareMs, httpMs, notModifiedMs, bytes }) => ({
        page,
        ratio,
        'bare ms': Number(bareMs.toFixed(1)),
        'API ms': Number(httpMs.toFixed(1)),
        '304 ms': Number(notModifiedMs.toFixed(1)),
        bytes,
      })),
    )
  }
}
