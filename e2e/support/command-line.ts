import { spawnSync } from 'node:child_process'

/** Runs the command line beside the running demo, as a person would in a second terminal. */
export function muniment(...args: string[]): { code: number; output: string } {
  const dataDir = process.env.DEMO_DATA_DIR
  if (!dataDir) throw new Error('DEMO_DATA_DIR is not set: run the journeys through `npm test`')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['workers/cli.ts', ...args], {
    env: { ...process.env, MUNIMENT_DATA_DIR: dataDir, DATABASE_URL: '' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status ?? 1, output: stdout || stderr }
}
