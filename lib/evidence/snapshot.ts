import type { PoolClient, QueryResultRow } from 'pg'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'

/** A query of the export, with the sentence that says what it asks. */
export type Question = { name: string; about: string; sql: string }

/** One state of the database, and every question that was put to it. */
export type Snapshot = {
  rows: <T extends QueryResultRow>(question: Question, values?: unknown[]) => Promise<T[]>
  /** Rows a batch at a time, so that memory stays flat. Several streams may be read in turns. */
  stream: <T extends QueryResultRow>(question: Question, values?: unknown[], batch?: number) => AsyncGenerator<T>
  asked: () => Question[]
}

const BATCH = 2_000

/** Runs `work` on one read-only REPEATABLE READ snapshot: everything it reads is of the same moment. */
export function withSnapshot<T>(db: Db, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inTransaction(
    db,
    async (client) => {
      await client.query('SET TRANSACTION READ ONLY')
      // Cursors are read to their end; the planner would otherwise plan for the first rows alone.
      await client.query('SET LOCAL cursor_tuple_fraction = 1')
      return work(snapshotOf(client))
    },
    'REPEATABLE READ',
  )
}

function snapshotOf(client: PoolClient): Snapshot {
  const questions = new Map<string, Question>()
  let cursors = 0

  const note = (question: Question) => {
    const known = questions.get(question.name)
    if (known && known.sql !== question.sql) throw new Error(`two questions are named ${question.name}`)
    questions.set(question.name, question)
  }

  return {
    rows: async <T extends QueryResultRow>(question: Question, values: unknown[] = []) => {
      note(question)
      return (await client.query<T>(question.sql, values)).rows
    },
    stream: async function* <T extends QueryResultRow>(question: Question, values: unknown[] = [], batch = BATCH) {
      note(question)
      const cursor = `export_${++cursors}`
      await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${question.sql}`, values)
      for (;;) {
        const { rows } = await client.query<T>(`FETCH ${batch} FROM ${cursor}`)
        yield* rows
        if (rows.length < batch) break
      }
      await client.query(`CLOSE ${cursor}`)
    },
    asked: () => [...questions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
