import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { ProductError } from '#lib/errors.ts'
import { makeCluster } from './make-cluster.ts'
import { runPostgres } from './run-postgres.ts'

export type EmbeddedServer = { url: string; stop: () => Promise<void> }

type Options = {
  /** Where the cluster lives; kept between starts. */
  dir: string
  /** The secret of the installation: the server's password. */
  password: string
  database?: string
  /** Trades crash safety for speed; for tests only. */
  throwaway?: boolean
}

/**
 * Starts the PostgreSQL that ships with the package, on loopback and a free port, makes the cluster and the database
 * on first use, and says in one line what is wrong when it cannot. As root it runs under the `postgres` account.
 */
export async function startEmbeddedPostgres({
  dir,
  password,
  database = 'muniment',
  throwaway = false,
}: Options): Promise<EmbeddedServer> {
  const port = await keptPort(dir)
  let stop: () => Promise<void>
  try {
    if (!existsSync(join(dir, 'PG_VERSION'))) await makeCluster(dir, password)
    stop = await runPostgres(dir, port, flags(throwaway))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ProductError('unavailable', `PostgreSQL could not start in ${dir}: ${reason}`)
  }
  const url = new URL(`postgres://muniment:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`)
  const client = new Client({ connectionString: url.href })
  await client.connect()
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  await client.end()
  url.pathname = `/${database}`
  return { url: url.href, stop }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  jit: 'off',
  timezone: 'UTC',
  max_wal_size: '2GB',
}
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const flags = (throwaway: boolean): string[] =>
  Object.entries({ ...SETTINGS, ...(throwaway && UNSAFE) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** The port of the last start while it is free, so that a second program finds the server where the first one left it. */
async function keptPort(dir: string): Promise<number> {
  const path = `${dir}.port`
  const kept = Number(await readFile(path, 'utf8').catch(() => '0'))
  const port = (kept && (await freePort(kept))) || (await freePort(0))
  if (!port) throw new ProductError('unavailable', 'no free port on 127.0.0.1 for PostgreSQL')
  try {
    await mkdir(dirname(dir), { recursive: true })
    // The server runs under another account when this is root, and has to reach its folder.
    if (process.getuid?.() === 0) await chmod(dirname(dir), 0o755)
    await writeFile(path, String(port))
  } catch (error) {
    throw new ProductError('unavailable', `the data directory cannot be written: ${(error as Error).message}`)
  }
  return port
}

function freePort(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const probe = createServer()
  probe.once('error', () => resolve(undefined))
  probe.listen(port, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
  })
  return promise
}
