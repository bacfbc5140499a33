import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { node24, ROOT } from './prepare.mjs'

/** Runs one of our programs on Node 24 and ends as it ends. */
export function launch(program, args) {
  const child = spawn(node24(), [join(ROOT, program), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` },
  })
  // The terminal sends Ctrl-C to the child as well; this process waits until the child has stopped everything.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
}
