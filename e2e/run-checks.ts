import { runNodeTests } from './support/run-node-tests.ts'
import { runStep } from './support/run-step.ts'

// What should hold before every commit, in under a minute: lint, types, and the tests that need no database.
await runStep('lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '.'])
await runStep('route types', 'node_modules/next/dist/bin/next', ['typegen'])
await runStep('types', 'node_modules/typescript/bin/tsc', ['--noEmit'])
const counts = await runNodeTests(['**/!(*.db).test.ts'], {})
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed ? 1 : 0)
