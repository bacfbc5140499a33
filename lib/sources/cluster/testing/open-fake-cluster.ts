import type { TestContext } from 'node:test'
import { type ClientLimits, openApiClient } from '../api-client.ts'
import { parseKubeconfig } from '../parse-kubeconfig.ts'
import type { ServerOptions } from './exchange.ts'
import { FakeApiServer } from './fake-apiserver.ts'
import type { Kind } from './object-store.ts'

type Given = Partial<ServerOptions> & { kinds?: Kind[]; isTls?: boolean; limits?: Partial<ClientLimits> }

/** A fake API server for one test and a client of it that does not wait; `waits` holds the milliseconds it would have waited. */
export async function openFakeCluster(t: TestContext, { kinds = [], isTls = false, limits, ...options }: Given = {}) {
  const server = new FakeApiServer(options)
  for (const kind of kinds) server.addKind(kind)
  await server.listen({ isTls })
  const [access] = parseKubeconfig([{ text: server.kubeconfig() }]).contexts
  if (!access) throw new Error('the kubeconfig of the fake server was refused')
  const waits: number[] = []
  const wait = async (ms: number) => waits.push(ms)
  const client = openApiClient(access, { backoffMs: () => 1, wait, ...limits })
  t.after(async () => {
    await client.close()
    await server.close()
  })
  return { server, client, waits, access }
}
