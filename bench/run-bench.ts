import { benchApi } from './api.ts'
import { benchChaos } from './chaos.ts'
import { benchIngest } from './ingest.ts'

const BENCHES: Record<string, (isJson: boolean) => Promise<void>> = {
  ingest: benchIngest,
  chaos: benchChaos,
  api: benchApi,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = BENCHES[name]
if (!bench) {
  console.error(`use: npm run bench -- ${Object.keys(BENCHES).join(' | ')} [--json]`)
  process.exit(2)
}
await bench(args.includes('--json'))
process.exit(process.exitCode)
