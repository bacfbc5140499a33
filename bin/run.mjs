// What the npm scripts run: `node bin/run.mjs start|dev|test|verify|bench|prepare`.
import { launch } from './launch.mjs'
import { fail, prepare } from './prepare.mjs'

const PROGRAMS = {
  prepare: { needs: ['install', 'generate'] },
  start: { needs: ['install', 'generate', 'build'], program: 'workers/start.ts' },
  dev: { needs: ['install', 'generate'], program: 'workers/start.ts', args: ['--dev'] },
  test: { needs: ['install', 'generate', 'build'], program: 'e2e/run-tests.ts' },
  verify: { needs: ['install', 'generate'], program: 'e2e/run-checks.ts' },
  bench: { needs: ['install', 'generate'], program: 'bench/run-bench.ts' },
}

const [name = '', ...args] = process.argv.slice(2)
const chosen = PROGRAMS[name]
if (!chosen) fail(`there is no program "${name}"; there are ${Object.keys(PROGRAMS).join(', ')}`)
prepare(chosen.needs, { isQuiet: args.includes('--json') })
if (chosen.program) launch(chosen.program, [...(chosen.args ?? []), ...args])
