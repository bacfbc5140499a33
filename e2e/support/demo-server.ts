import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type DemoServer = { url: string; link: string; dataDir: string; stop: () => Promise<void> }

const READY = /Stop with Ctrl-C\./
const LINK = /^ {2}(http\S+)$/m

/** `npm run demo` in a data directory of its own, as a person starts it; ready when it prints that it is. */
export async function startDemoServer(): Promise<DemoServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muniment-journey-'))
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), MUNIMENT_DATA_DIR: dataDir, DATABASE_URL: '', KUBECONFIG: '' }
  const child = spawn(process.execPath, ['workers/start.ts', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = await untilReady(child)
  const link = LINK.exec(output)?.[1]
  if (!link) throw new Error(`no sign-in link was printed:\n${output}`)
  return {
    url: `http://localhost:${port}`,
    link,
    dataDir,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function untilReady(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let output = ''
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    if (READY.test(output)) resolve(output)
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  child.once('exit', (code) => reject(new Error(`the demo ended with code ${code}:\n${output}`)))
  return promise
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const probe = createServer().listen(0, () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
