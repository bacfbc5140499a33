import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import { stringify } from 'yaml'
import { answerDiscovery } from './answer-discovery.ts'
import { answerResource } from './answer-resource.ts'
import type { OpenWatch, WatchEnd } from './answer-watch.ts'
import { type Exchange, type Fault, type ServerOptions, sendStatus } from './exchange.ts'
import { kindOf } from './kinds.ts'
import { misbehave } from './misbehave.ts'
import { type Kind, type KubeObject, ObjectStore, type Resource } from './object-store.ts'
import type { TypedObject } from './parse-objects.ts'
import { selfSigned } from './self-signed.ts'

type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders }
const SEEN_LIMIT = 10_000

/** The parts of kube-apiserver that a reader touches, in memory, with misbehaviour on request. */
export class FakeApiServer {
  readonly options: ServerOptions
  readonly store: ObjectStore
  /** The last requests, oldest first. */
  readonly requests: Seen[] = []
  connections = 0
  url = ''
  cert: string | undefined
  #server: http.Server | undefined
  readonly #faults: Fault[] = []
  readonly #watches = new Set<OpenWatch>()

  constructor(options: Partial<ServerOptions> = {}) {
    this.options = {
      bookmarkMs: 60_000,
      historyWindow: 1000,
      minWatchMs: 1_800_000,
      gzipMinBytes: 128 * 1024,
      token: undefined,
      unpagedGroups: [],
      isDenied: () => false,
      ...options,
    }
    this.store = new ObjectStore(this.options.historyWindow)
  }

  addKind(kind: Kind): Resource {
    return this.store.addKind({ ...kind, versions: [...kind.versions] })
  }

  /** Creates or replaces an object; its kind is served from then on. */
  apply(object: TypedObject): KubeObject {
    const { apiVersion, kind, ...rest } = object
    const isNamespaced = object.metadata.namespace !== undefined
    const resource = this.store.ofKind(apiVersion, kind) ?? this.addKind(kindOf(apiVersion, kind, isNamespaced))
    return this.store.put(resource, rest)
  }

  /** From now on everything is answered as it should be. */
  heal(): void {
    this.#faults.length = 0
    this.options.isDenied = () => false
  }

  /** How many watches are open. */
  get watches(): number {
    return this.#watches.size
  }

  fault(fault: Fault): void {
    this.#faults.push({ times: 1, ...fault })
  }

  dropWatches(how: WatchEnd = 'end'): void {
    for (const watch of [...this.#watches]) watch.close(how)
  }

  async listen(options: { isTls?: boolean; port?: number } = {}): Promise<this> {
    const handle = (request: IncomingMessage, response: ServerResponse) => void this.handle(request, response)
    const tls = options.isTls ? selfSigned() : undefined
    const server = tls ? https.createServer(tls, handle) : http.createServer(handle)
    server.on(tls ? 'secureConnection' : 'connection', () => {
      this.connections += 1
    })
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(options.port ?? 0, '127.0.0.1', done)
    })
    const address = server.address()
    this.#server = server
    this.cert = tls?.cert
    this.url = `${tls ? 'https' : 'http'}://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
    return this
  }

  async close(): Promise<void> {
    const server = this.#server
    this.dropWatches('rst')
    server?.closeAllConnections()
    if (server) await new Promise((done) => server.close(done))
  }

  /** A kubeconfig with one context for this server. */
  kubeconfig(context = 'fake'): string {
    const ca = this.cert && { 'certificate-authority-data': Buffer.from(this.cert).toString('base64') }
    const user = 'muniment-reader'
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: context, cluster: { server: this.url, ...ca } }],
      users: [{ name: user, user: { token: this.options.token ?? 'any' } }],
      contexts: [{ name: context, context: { cluster: context, user } }],
      'current-context': context,
    })
  }

  /** Answers one request; `path` is what this server is asked for, where it stands behind another. */
  async handle(request: IncomingMessage, response: ServerResponse, path = request.url ?? '/'): Promise<void> {
    const url = new URL(path, 'http://fake')
    this.requests.push({ method: request.method ?? 'GET', url: path, headers: request.headers })
    if (this.requests.length > SEEN_LIMIT) this.requests.shift()
    const fault = this.#faults.find(
      ({ match, times = 1 }) => times > 0 && (typeof match === 'function' ? match(url, request) : match.test(path)),
    )
    const exchange: Exchange = { request, response, url, store: this.store, options: this.options, fault }
    try {
      if (fault && (await misbehave(exchange, fault))) return
      const { token } = this.options
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
        sendStatus(exchange, 401, 'Unauthorized', 'Unauthorized')
      else if (!answerDiscovery(exchange)) await answerResource(exchange, this.#watches)
    } catch (error) {
      if (response.headersSent) request.socket.destroy()
      else sendStatus(exchange, 500, 'InternalError', String(error))
    }
  }
}
