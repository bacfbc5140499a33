import { parseArgs } from 'node:util'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import { ProductError } from '#lib/errors.ts'
import { plainText } from '#lib/evidence/check-contents.ts'
import { createBundleRow } from '#lib/evidence/create-bundle-row.ts'
import { parseBundlePeriod } from '#lib/evidence/parse-bundle-period.ts'
import { runBundle } from '#lib/evidence/run-bundle.ts'
import { missingLines } from './missing-lines.ts'

type Context = { db: Db; argv: string[]; now: Date; dataDir: string; print: (text: string) => void }

const USAGE = 'bundle --period 2026-10|2026-10-01..2026-10-15 [--out DIR] [--json]'
const MONTH_TEXT = /^\d{4}-\d{2}$/

/** Writes the evidence of a period. 0 complete, 3 written and partial; wrong use throws `invalid`. */
export async function bundleCommand({ db, argv, now, dataDir, print }: Context): Promise<number> {
  const { period: text, out, json } = readArguments(argv)
  const period = parseBundlePeriod(text)
  if (!period)
    throw new ProductError('invalid', `"${text}" is no period: write a month, 2026-10, or days, 2026-10-01..2026-10-15`)
  const { id, sequence } = await createBundleRow(db, {
    kind: MONTH_TEXT.test(text) ? 'monthly' : 'on-demand',
    period,
    by: program('cli'),
    now,
    state: 'running',
  })
  const isLive = !json && process.stdout.isTTY
  const result = await runBundle(db, id, dataDir, {
    now: () => now,
    by: program('cli'),
    ...(out !== undefined && { out }),
    ...(isLive && { onProgress: (step) => print(`\r\u001b[K${plainText(step)}`) }),
  })
  if (!result) throw new ProductError('conflict', `bundle ${sequence} is being made by another process`)
  const { path, files, bytes, manifestSha256, completeness, summary } = result
  if (json)
    print(`${JSON.stringify({ bundleId: id, sequence, path, files, bytes, manifestSha256, completeness, summary })}\n`)
  else {
    if (isLive) print('\r\u001b[K')
    print(
      `bundle ${sequence}: ${files} files, ${bytes} bytes in ${path}\nSHA-256 of manifest.json: ${manifestSha256}\n`,
    )
    print(
      completeness.status === 'complete' ? 'Complete.\n' : `Partial. What is missing:\n${missingLines(completeness)}`,
    )
  }
  return completeness.status === 'complete' ? 0 : 3
}

function readArguments(argv: string[]): { period: string; out: string | undefined; json: boolean } {
  const options = { period: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ args: argv, options })
    if (values.period === undefined) throw new TypeError('--period is missing')
    return { period: values.period, out: values.out, json: values.json ?? false }
  } catch (error) {
    throw new ProductError('invalid', `${error instanceof Error ? error.message : 'wrong use'}\n${USAGE}`)
  }
}
