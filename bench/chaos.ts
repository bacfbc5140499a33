import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '#lib/db/connect.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded.ts'
import { prepareDatabase } from '#lib/db/prepare-database.ts'
import { runChaos } from '#lib/testing/chaos/run-chaos.ts'

/** `chaos [--sequences 200] [--seed 1] [--json]`: random faults against a followed cluster; what differs at the end is named with its seed. */
export async function benchChaos(isJson: boolean): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      sequences: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean' },
    },
  })
  const root = await mkdtemp(join(tmpdir(), 'muniment-chaos-'))
  const server = await startEmbeddedPostgres({ dir: join(root, 'postgres'), password: 'chaos', throwaway: true })
  try {
    await prepareDatabase(server.url, new Date())
    const db = connect(server.url, { max: 8 })
    const say = (line: string) => isJson || console.log(line)
    const results = await runChaos(db, {
      sequences: Number(values.sequences),
      firstSeed: Number(values.seed),
      atOnce: 8,
      onResult: ({ seed, mismatches }) => {
        for (const text of mismatches) say(`seed ${seed}: ${text}`)
      },
    })
    await db.close()
    const sum = (pick: (result: (typeof results)[number]) => number) => results.reduce((all, one) => all + pick(one), 0)
    const mismatches = sum((result) => result.mismatches.length)
    const counts = {
      changes: sum(({ changes }) => changes),
      faults: sum(({ faults }) => faults),
      restarts: sum(({ restarts }) => restarts),
    }
    if (isJson)
      console.log(
        JSON.stringify(
          {
            sequences: results.length,
            firstSeed: Number(values.seed),
            ...counts,
            mismatches,
            results: results.filter((one) => one.mismatches.length),
          },
          null,
          2,
        ),
      )
    else
      console.log(
        `${counts.changes} changes, ${counts.faults} faults, ${counts.restarts} restarts\n${results.length} sequences, ${mismatches} mismatches`,
      )
    process.exitCode = mismatches ? 1 : 0
  } finally {
    await server.stop()
    await rm(root, { recursive: true, force: true })
  }
}
