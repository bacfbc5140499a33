import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { migrate } from '#lib/db/migrate.ts'
import { ensurePartitions } from '#lib/db/partitions.ts'

/** A throwaway server with one migrated template database, for a whole run of tests. Its address goes into TEST_DATABASE_URL. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_ADMIN_URL
  if (given) {
    await makeTemplate(given)
    return { url: given, stop: async () => {} }
  }
  const root = await mkdtemp(join(tmpdir(), 'muniment-test-'))
  const server = await startEmbeddedPostgres({ dir: join(root, 'postgres'), password: 'test', throwaway: true })
  await makeTemplate(server.url)
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query('DROP DATABASE IF EXISTS muniment_template WITH (FORCE)')
  await admin.query('CREATE DATABASE muniment_template')
  await admin.end()
  const url = new URL(adminUrl)
  url.pathname = '/muniment_template'
  await migrate(url.href)
  const template = new Client({ connectionString: url.href })
  await template.connect()
  await ensurePartitions(template, new Date('2026-01-01'), new Date('2026-12-01'))
  await template.end()
}
