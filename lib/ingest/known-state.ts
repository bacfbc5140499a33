import type { Sql } from '#lib/db/connect.ts'

export type KnownSubject = { hash: string; gone: boolean }

const KEY = 32
const WIDTH = 2 * KEY + 1

/**
 * The hash of every subject the feed knows, all or those of some namespaces, those gone marked; keys and hashes as 32 hex digits. It runs in every scan,
 * so it comes as one text of fixed width: ten thousand rows cost the driver more than the server.
 */
export async function loadKnown(
  sql: Sql,
  sourceId: number,
  feedId: number,
  namespaces?: readonly string[],
): Promise<Map<string, KnownSubject>> {
  const { rows } = await sql.query<{ text: string | null }>(
    `SELECT string_agg(replace(subject::text, '-', '') || replace(hash::text, '-', '')
                       || CASE WHEN gone_at IS NULL THEN '.' ELSE 'x' END, '') AS text
     FROM subject_state WHERE source_id = $1 AND feed_id = $2 AND ($3::text[] IS NULL OR namespace = ANY ($3))`,
    [sourceId, feedId, namespaces ?? null],
  )
  const text = rows[0]?.text ?? ''
  const known = new Map<string, KnownSubject>()
  for (let at = 0; at < text.length; at += WIDTH)
    known.set(text.slice(at, at + KEY), {
      hash: text.slice(at + KEY, at + 2 * KEY),
      gone: text.charCodeAt(at + 2 * KEY) === 120,
    })
  return known
}
