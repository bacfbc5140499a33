import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { AUDIT_ROW_SHA256 } from '#lib/domain/audit-chain.ts'

/** Rows read at a time: their text is hashed by the server, one pass over the whole log. */
const BATCH = 50_000

const Row = z.object({
  sequence: z.number(),
  sha256: z.string(),
  id: z.string(),
  at: z.date(),
  action: z.string(),
  before: z.number(),
  isNext: z.boolean(),
  isWhole: z.boolean(),
})

export type AuditChain =
  | { ok: true; rows: number; sha256: string }
  | {
      ok: false
      rows: number
      /** The first row that is not as it was written, or the place where one is missing. */
      broken: { sequence: number; id?: string; at?: Date; action?: string; why: string }
    }

/**
 * Follows the audit log from its first row: each has the next number and the hash over itself and the row before, and the
 * last is the one that the head names. Finds a row that was changed, removed, added, moved, or cut off at the end.
 */
export async function checkAuditChain(db: Db): Promise<AuditChain> {
  let at = { sequence: 0, sha256: '' }
  for (;;) {
    const { rows } = await db.sql.query(CHECK, [at.sequence, at.sha256, BATCH])
    const row = z.array(Row).parse(rows)[0]
    if (!row) break
    if (!row.isNext || !row.isWhole) return { ok: false, rows: row.before, broken: wordsFor(row) }
    at = row
  }
  const { rows: heads } = await db.sql.query<{ sequence: number; sha256: string }>(
    'SELECT sequence, sha256 FROM audit_head WHERE id = 1',
  )
  const head = heads[0]
  const lost = (why: string) => ({ ok: false as const, rows: at.sequence, broken: { sequence: at.sequence + 1, why } })
  if (!head) return lost('the head of the log is missing')
  if (head.sequence > at.sequence) return lost(`the log ends here, and its head names row ${head.sequence} as the last`)
  if (head.sequence < at.sequence || head.sha256 !== at.sha256)
    return lost(`the head of the log names row ${head.sequence} as the last, and this is another`)
  return { ok: true, rows: at.sequence, sha256: at.sha256 }
}

function wordsFor({ sequence, id, at, action, before, isNext }: z.infer<typeof Row>) {
  if (isNext) return { sequence, id, at, action, why: 'it, or the row before it, is not as it was written' }
  if (sequence < 1) return { sequence, id, at, action, why: 'it was added: numbers begin with 1' }
  return {
    sequence: Math.min(sequence, before + 1),
    why: `row ${before + 1} is missing: the next one has number ${sequence}`,
  }
}

/** The first row of a batch that does not follow; else the last one, and all do. $1, $2: number and hash of the row before. */
const CHECK = `
WITH batch AS (
  SELECT l.*, coalesce(lag(l.sequence) OVER w, $1::bigint) AS before, coalesce(lag(l.sha256) OVER w, $2::text) AS previous
  FROM (SELECT * FROM audit_log WHERE $1 = 0 OR sequence > $1 ORDER BY sequence LIMIT $3) l WINDOW w AS (ORDER BY l.sequence)),
checked AS (
  SELECT b.sequence, b.sha256, b.id, b.at, b.action, b.before, b.sequence = b.before + 1 AS is_next,
    b.sha256 = ${AUDIT_ROW_SHA256('b.previous', 'b.sequence', 'b')} AS is_whole
  FROM batch b)
SELECT sequence, sha256, id, at, action, before, is_next AS "isNext", is_whole AS "isWhole" FROM checked
WHERE sequence = coalesce((SELECT min(sequence) FROM checked WHERE NOT (is_next AND is_whole)), (SELECT max(sequence) FROM checked))`
