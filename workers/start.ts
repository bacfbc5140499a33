import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect } from '#lib/db/connect.ts'
import { type OpenDatabase, openDatabase } from '#lib/db/open-database.ts'
import { prepareDatabase } from '#lib/db/prepare-database.ts'
import { type Env, readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { demoCommand } from './commands/demo.ts'
import { firstSignInLink } from './commands/sign-in-link.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const isDemo = process.argv.includes('--demo')
const isDev = process.argv.includes('--dev')
const say = (text: string) => process.stdout.write(`${text}\n`)

const children: ChildProcess[] = []
let database: OpenDatabase | undefined
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
// A bug here must not leave the programs it started behind.
process.on('uncaughtException', (error) => {
  process.stderr.write(`muniment: ${error.stack}\n`)
  void stop(1)
})

try {
  const env = readEnv()
  await ensureWritable(env.dataDir)
  await ensurePortFree(env.port)
  say(
    env.databaseUrl
      ? 'muniment: using the database of DATABASE_URL'
      : `muniment: starting PostgreSQL in ${env.dataDir}`,
  )
  database = await openDatabase(env)
  const applied = await prepareDatabase(database.url, new Date())
  if (applied.length) say(`muniment: database migrated (${applied.join(', ')})`)
  if (isDemo) await demoCommand({ url: database.url, print: (text) => process.stdout.write(text), now: new Date() })

  const childEnv = {
    ...process.env,
    DATABASE_URL: database.url,
    MUNIMENT_SECRET: env.secret,
    MUNIMENT_DATA_DIR: env.dataDir,
    PORT: String(env.port),
  }
  run('web', ['app/serve.ts', ...(isDev ? ['--dev'] : [])], {
    ...childEnv,
    NODE_ENV: isDev ? 'development' : 'production',
  })
  run('worker', ['workers/main.ts'], childEnv)
  await waitUntilUp(env)
  const db = connect(database.url, { max: 2 })
  const link = await firstSignInLink(db, env)
  await db.close()
  say(`\nMuniment is ready at ${env.baseUrl}`)
  if (link) say(`Sign in as administrator with this link, once, within 24 hours:\n\n  ${link}\n`)
  say('Stop with Ctrl-C.')
} catch (error) {
  process.stderr.write(
    `muniment: ${error instanceof ProductError ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  await stop(1)
}

function run(name: string, [script = '', ...args]: string[], env: NodeJS.ProcessEnv): void {
  const child = spawn(process.execPath, [`${ROOT}${script}`, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const prefix = (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n'))
      if (line.trim() && !isNoise(line)) process.stdout.write(`${name}: ${line}\n`)
  }
  child.stdout?.on('data', prefix)
  child.stderr?.on('data', prefix)
  child.on('exit', (code) => {
    if (stopping) return
    process.stderr.write(`muniment: the ${name} program ended with code ${code}; stopping\n`)
    void stop(1)
  })
}

/** The worker says each minute that it did its rounds; a terminal needs only what went wrong. */
function isNoise(line: string): boolean {
  return line.startsWith('{"level":30')
}

async function waitUntilUp({ port }: Env): Promise<void> {
  for (let i = 0; i < 240 && !stopping; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(250)
  }
  if (!stopping) throw new ProductError('unavailable', `the web program did not answer on port ${port} within a minute`)
}

async function ensureWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
  } catch (error) {
    throw new ProductError(
      'unavailable',
      `the data directory ${dataDir} cannot be written (${(error as Error).message}); set MUNIMENT_DATA_DIR to one that can`,
    )
  }
}

function ensurePortFree(port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const probe = createServer()
  probe.once('error', (error: NodeJS.ErrnoException) =>
    reject(
      new ProductError(
        'unavailable',
        error.code === 'EADDRINUSE'
          ? `port ${port} is taken; stop the program that uses it or set PORT to another`
          : `port ${port} cannot be used: ${error.message}`,
      ),
    ),
  )
  probe.listen(port, () => probe.close(() => resolve()))
  return promise
}

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  for (const child of children) child.kill('SIGTERM')
  const ended = Promise.all(
    children.map((child) => child.exitCode !== null || new Promise((done) => child.once('exit', done))),
  )
  await Promise.race([ended, sleep(25_000)])
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  await database?.stop().catch(() => {})
  process.exit(code)
}
