import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import { serveFiles } from '#lib/sources/cluster/testing/serve-files.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    kubeconfig: { type: 'string' },
    context: { type: 'string', default: 'fake' },
    token: { type: 'string', default: randomBytes(24).toString('base64url') },
    http: { type: 'boolean', default: false },
  },
})
const server = new FakeApiServer({ token: values.token })
for (const kind of Object.values(KINDS)) server.addKind(kind)
for (const line of serveFiles(server, positionals)) console.error(line)
await server.listen({ isTls: !values.http, port: Number(values.port) })
const path = resolve(values.kubeconfig ?? join(mkdtempSync(join(tmpdir(), 'fake-apiserver-')), 'kubeconfig.yaml'))
writeFileSync(path, server.kubeconfig(values.context), { mode: 0o600 })
console.log(`${server.url}\nKUBECONFIG=${path}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
