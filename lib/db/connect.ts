import { PrismaPg } from '@prisma/adapter-pg'
import { type ClientBase, Pool, types } from 'pg'
import { PrismaClient } from './generated/client.ts'

// Days stay days: the driver would turn a date into midnight of the local time zone.
const DATE = 1082
const BIGINT = 20
types.setTypeParser(DATE, (text) => text)
types.setTypeParser(BIGINT, Number)

/** The database: `sql` for results, numbers and COPY, `records` for people, teams, catalogues, tokens and bundles. */
export type Db = { sql: Pool; records: Records; url: string; close: () => Promise<void> }

/** The Prisma client; the hash of a token is never read by accident. */
type Records = ReturnType<typeof openRecords>

/** A pool or one client of it, whichever a query is to run on. */
export type Sql = Pick<ClientBase, 'query'>

export function connect(url: string, { max = 10 }: { max?: number } = {}): Db {
  const sql = new Pool({ connectionString: url, max, application_name: 'muniment' })
  sql.on('error', () => {}) // a dropped idle connection is replaced on next use; without a listener it would end the process
  const records = openRecords(sql)
  return {
    sql,
    records,
    url,
    close: async () => {
      await records.$disconnect()
      await sql.end()
    },
  }
}

const openRecords = (sql: Pool) => new PrismaClient({ adapter: new PrismaPg(sql), omit: { token: { sha256: true } } })
