import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'

/**
 * What an answer can be made of: results as scans leave them, with whose they are and what they are mapped to; numbers and
 * states of controls by day; bundles; the audit log.
 */
export const DATA_PARTS = ['results', 'rollups', 'bundles', 'log'] as const
export type DataPart = (typeof DATA_PARTS)[number]

const epochs = (column: string) => `coalesce(sum(extract(epoch FROM ${column})), 0)`
const setting = (name: string) => `(SELECT value::text FROM setting WHERE name = '${name}')`

const SQL: Record<DataPart, string> = {
  results: `(SELECT concat_ws(' ', count(*), sum(last_gen), ${epochs('last_scan_at')}, ${epochs('last_complete_at')}) FROM feed),
    (SELECT concat_ws(' ', count(*), ${epochs('status_at')}) FROM source), (SELECT count(*) FROM team),
    (SELECT string_agg(sha256, ' ' ORDER BY id) FROM framework), ${setting('check-mapping')}, ${setting('ownership')}, ${setting('policies')}`,
  rollups: setting('refresh'),
  bundles: `(SELECT md5(string_agg(concat_ws(' ', id, state, progress, manifest_sha256), ',' ORDER BY sequence)) FROM bundle)`,
  log: '(SELECT sequence FROM audit_head WHERE id = 1)',
}

const Row = z.object({ generation: z.string() })

/**
 * A text that is another one whenever something changed that the parts stand for, or that somebody did by hand. Ask it
 * before the data: what changes in between makes the next asking differ, and nothing is kept too long.
 */
export async function getDataGeneration(db: Db, parts: readonly DataPart[]): Promise<string> {
  const { rows } = await db.sql.query(
    `SELECT concat_ws(' | ', (SELECT changes FROM audit_head WHERE id = 1), ${parts.map((part) => SQL[part]).join(', ') || 'NULL'}) AS generation`,
  )
  return z.tuple([Row]).parse(rows)[0].generation
}
