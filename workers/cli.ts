import { connect, type Db } from '#lib/db/connect.ts'
import { openDatabase } from '#lib/db/open-database.ts'
import { prepareDatabase } from '#lib/db/prepare-database.ts'
import { type Env, readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { bundleCommand } from './commands/bundle.ts'
import { clustersCommand } from './commands/clusters.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { HELP } from './commands/help.ts'
import { ingestCommand } from './commands/ingest.ts'
import { signInLinkCommand } from './commands/sign-in-link.ts'
import { tokenCommand } from './commands/token.ts'
import { verifyCommand } from './commands/verify.ts'

export type CommandContext = {
  db: Db
  env: Env
  argv: string[]
  now: Date
  dataDir: string
  print: (text: string) => void
}

/** Exit codes: 0 done, 1 refused or tampered, 2 wrong use, 3 intact but partial. */
const WITH_DATABASE: Record<string, (context: CommandContext) => Promise<number>> = {
  ingest: ingestCommand,
  token: tokenCommand,
  bundle: bundleCommand,
  doctor: doctorCommand,
  clusters: clustersCommand,
  'sign-in-link': signInLinkCommand,
  demo: ({ db, now, print }) => demoCommand({ url: db.url, now, print }),
  migrate: async ({ print }) => {
    print('The database is up to date.\n')
    return 0
  },
}

const print = (text: string) => process.stdout.write(text)
const [name = 'help', ...argv] = process.argv.slice(2)

try {
  process.exitCode = await main()
} catch (error) {
  const message = error instanceof ProductError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`muniment: ${message}\n`)
  process.exitCode = error instanceof ProductError && error.code === 'invalid' ? 2 : 1
}
// The migration engine leaves a timer behind that would keep the process for ten seconds.
process.exit()

async function main(): Promise<number> {
  if (name === 'help' || name === '--help' || argv.includes('--help')) {
    print(HELP)
    return 0
  }
  if (name === 'verify') return verifyCommand({ argv, print })
  const command = WITH_DATABASE[name]
  if (!command) {
    process.stderr.write(`muniment: there is no command "${name}"\n\n${HELP}`)
    return 2
  }
  const env = readEnv()
  const database = await openDatabase(env)
  const db = connect(database.url)
  try {
    const now = new Date()
    if (name !== 'doctor') await prepareDatabase(database.url, now)
    return await command({ db, env, argv, now, dataDir: env.dataDir, print })
  } finally {
    await db.close()
    await database.stop()
  }
}
