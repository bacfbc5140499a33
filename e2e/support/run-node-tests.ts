import { spawn } from 'node:child_process'

export type Counts = { passed: number; failed: number; skipped: number }

const LINE = /^ℹ (pass|fail|cancelled|skipped) (\d+)$/gm

/** Runs `node --test` over the patterns and counts. No test at all is a failure: the runner itself would call it a success. */
export async function runNodeTests(patterns: string[], env: Record<string, string>): Promise<Counts> {
  const args = [
    '--test',
    '--test-force-exit',
    '--test-concurrency=2',
    '--test-timeout=240000',
    '--test-reporter=spec',
    ...patterns,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    output += chunk.toString()
  })
  const code = await new Promise<number>((done) => child.on('close', (status) => done(status ?? 1)))
  const counts = { pass: 0, fail: 0, cancelled: 0, skipped: 0 }
  for (const [, name, value] of output.matchAll(LINE)) counts[name as keyof typeof counts] = Number(value)
  const failed = counts.fail + counts.cancelled
  if (!counts.pass) console.error('muniment: no test ran')
  return { passed: counts.pass, failed: failed || (code !== 0 || !counts.pass ? 1 : 0), skipped: counts.skipped }
}
