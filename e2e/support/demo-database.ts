import { connect, type Db } from '#lib/db/connect.ts'
import { openDatabase } from '#lib/db/open-database.ts'
import { type Env, readEnv } from '#lib/env.ts'

/** The database of the running demo and its settings, for what a journey prepares or counts beside the screens. */
export async function demoDatabase(): Promise<{ db: Db; env: Env }> {
  const { DEMO_DATA_DIR: dataDir, DEMO_URL: baseUrl } = process.env
  if (!dataDir || !baseUrl) throw new Error('DEMO_DATA_DIR is not set: run the journeys through `npm test`')
  const env = readEnv({
    ...process.env,
    DATABASE_URL: '',
    MUNIMENT_DATA_DIR: dataDir,
    MUNIMENT_BASE_URL: baseUrl,
    PORT: new URL(baseUrl).port,
  })
  const { url } = await openDatabase(env)
  return { db: connect(url, { max: 2 }), env }
}
