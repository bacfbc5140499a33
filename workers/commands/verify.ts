import { parseArgs } from 'node:util'
import { ProductError } from '#lib/errors.ts'
import { verifyBundle } from '#lib/evidence/verify-bundle.ts'
import { missingLines } from './missing-lines.ts'

type Context = { argv: string[]; print: (text: string) => void }

const USAGE = 'verify DIR|FILE.tar.gz [--json]'
const SHOWN = 50

/** Verifies a bundle without a database. 0 intact and complete, 1 not as its manifest says, 3 intact but partial. */
export async function verifyCommand({ argv, print }: Context): Promise<number> {
  const { path, json } = readArguments(argv)
  const verification = await verifyBundle(path)
  const { exit, problems, files, bytes, manifestSha256 } = verification
  if (json) print(`${JSON.stringify(verification)}\n`)
  else if (exit === 1) {
    print(
      `TAMPERED: ${problems.length} problems\n${problems
        .slice(0, SHOWN)
        .map((problem) => `  ${problem}\n`)
        .join('')}`,
    )
    if (problems.length > SHOWN) print(`  and ${problems.length - SHOWN} more\n`)
  } else {
    print(`${files} files, ${bytes} bytes, all as manifest.json says.\nSHA-256 of manifest.json: ${manifestSha256}\n`)
    print('The bundle is not signed: compare this hash with the one you were given.\n')
    print(exit === 0 ? 'Complete.\n' : `Partial. What is missing:\n${missingLines(verification)}`)
  }
  return exit
}

function readArguments(argv: string[]): { path: string; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [path, ...more] = positionals
    if (path === undefined || more.length) throw new TypeError('name one bundle')
    return { path, json: values.json ?? false }
  } catch (error) {
    throw new ProductError('invalid', `${error instanceof Error ? error.message : 'wrong use'}\n${USAGE}`)
  }
}
