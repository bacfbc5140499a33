import type { Sql } from '#lib/db/connect.ts'

export type KnownSubject = { hash: string; gone: boolean }

/** The hash of every subject the feed knows, those gone marked. One narrow query: it runs in every scan. */
export async function loadKnown(sql: Sql, sourceId: number, feedId: number): Promise<Map<string, KnownSubject>> {
  const { rows } = await sql.query<[string, string, boolean]>({
    text: `SELECT subject, hash, gone_at IS NOT NULL FROM subject_state WHERE source_id = $1 AND feed_id = $2`,
    values: [sourceId, feedId],
    rowMode: 'array',
  } as never)
  const known = new Map<string, KnownSubject>()
  for (const [subject, hash, gone] of rows) known.set(subject, { hash, gone })
  return known
}
