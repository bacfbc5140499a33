import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Env } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { startEmbeddedPostgres } from './embedded.ts'

export type OpenDatabase = { url: string; embedded: boolean; stop: () => Promise<void> }

/**
 * The database of this installation: DATABASE_URL when it is set; else the embedded server, joined when another
 * program of ours already runs it in this data directory, started otherwise. `stop` stops only what was started here.
 */
export async function openDatabase(env: Env): Promise<OpenDatabase> {
  if (env.databaseUrl) {
    const reason = await unreachable(env.databaseUrl)
    if (reason) throw new ProductError('unavailable', `DATABASE_URL cannot be reached: ${reason}`)
    return { url: env.databaseUrl, embedded: false, stop: async () => {} }
  }
  const dir = join(env.dataDir, 'postgres')
  const running = await runningServer(dir, env.secret)
  if (running) return { url: running, embedded: true, stop: async () => {} }
  const server = await startEmbeddedPostgres({ dir, password: env.secret })
  return { url: server.url, embedded: true, stop: server.stop }
}

async function runningServer(dir: string, password: string): Promise<string | undefined> {
  const port = Number(await readFile(`${dir}.port`, 'utf8').catch(() => ''))
  if (!port) return undefined
  const url = `postgres://muniment:${encodeURIComponent(password)}@127.0.0.1:${port}/muniment`
  return (await unreachable(url)) ? undefined : url
}

async function unreachable(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    )
    const version = rows[0]?.version ?? 0
    return version < 150_000 ? `PostgreSQL 15 or later is needed, this is ${Math.floor(version / 10_000)}` : undefined
  } catch (error) {
    return error instanceof Error ? error.message || String(error.cause ?? error.name) : String(error)
  } finally {
    await client.end().catch(() => {})
  }
}
