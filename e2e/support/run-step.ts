import { spawnSync } from 'node:child_process'

/** Runs one of the project's tools on this Node and ends the process when it fails. */
export async function runStep(name: string, script: string, args: string[]): Promise<void> {
  console.log(`muniment: ${name}`)
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`muniment: ${name} failed`)
    process.exit(1)
  }
}
