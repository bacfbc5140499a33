import { setTimeout as delay } from 'node:timers/promises'
import { type Exchange, sendStatus } from './exchange.ts'
import { apiVersionOf, type KubeObject, type Resource } from './object-store.ts'
import { resetConnection } from './reset-connection.ts'
import { selects } from './selects.ts'

const PIECE_MS = 3

export type WatchEnd = 'end' | 'rst' | 'cut'
/** An open watch, as the server holds it. */
export type OpenWatch = { close: (how: WatchEnd) => void }

/** Answers a watch with JSON lines: what there is, then what changes, bookmarks when asked for, until its deadline. */
export function answerWatch(
  exchange: Exchange,
  resource: Resource,
  version: string,
  namespace: string | undefined,
  watches: Set<OpenWatch>,
) {
  const { request, response, url, store, options, fault } = exchange
  const query = url.searchParams
  const isUnpaged = options.unpagedGroups.includes(resource.group)
  const hasBookmarks = query.get('allowWatchBookmarks') === 'true' && !isUnpaged
  const sendsInitial = query.get('sendInitialEvents') === 'true'
  if (sendsInitial && query.get('resourceVersionMatch') !== 'NotOlderThan')
    return sendStatus(
      exchange,
      422,
      'Invalid',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    )

  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' })
  response.flushHeaders()
  const isPartial = /as=PartialObjectMetadata/.test(String(request.headers.accept ?? ''))
  const isSelected = selects(query)
  const matches = (object: KubeObject) =>
    (!namespace || object.metadata.namespace === namespace) && (isSelected?.(object) ?? true)
  const typed = { apiVersion: apiVersionOf(resource.group, version), kind: resource.kind }
  let sent = 0
  let isOpen = true

  let written = Promise.resolve()
  /** A slow watch gives each line in two pieces. */
  const send = (line: string) => {
    if (fault?.action !== 'slow') response.write(line)
    else
      written = written.then(async () => {
        response.write(line.slice(0, line.length / 2))
        await delay(PIECE_MS)
        response.write(line.slice(line.length / 2))
      })
  }
  const put = (type: string, object: Record<string, unknown>) => {
    if (!isOpen) return
    send(`${JSON.stringify({ type, object })}\n`)
    sent += 1
    if (!fault || sent < (fault.afterEvents ?? Number.POSITIVE_INFINITY)) return
    if (fault.action === 'stallWatch') isOpen = false
    else watch.close(fault.action === 'cut' || fault.action === 'end' ? fault.action : 'rst')
  }
  const putObject = (type: string, object: KubeObject) =>
    put(
      type,
      isPartial
        ? { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: object.metadata }
        : { ...object, ...typed },
    )
  const putAll = () => {
    for (const object of resource.objects.values()) if (matches(object)) putObject('ADDED', object)
  }
  const bookmark = (annotations?: Record<string, string>) =>
    put('BOOKMARK', {
      ...typed,
      metadata: {
        resourceVersion: String(store.revision),
        creationTimestamp: null,
        ...(annotations && { annotations }),
      },
    })
  const refuse = (message: string) => {
    put('ERROR', {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason: 'Expired',
      code: 410,
    })
    watch.close('end')
  }

  const stopListening = store.listen((changed, change) => {
    if (changed === resource && (isUnpaged || matches(change.object))) putObject(change.type, change.object)
  })
  const givenMs = Number(query.get('timeoutSeconds') ?? 0) * 1000
  const deadline = setTimeout(
    () => {
      if (hasBookmarks) bookmark()
      watch.close('end')
    },
    givenMs || options.minWatchMs * (1 + Math.random()),
  )
  const ticker = hasBookmarks ? setInterval(() => bookmark(), options.bookmarkMs) : undefined
  const watch: OpenWatch = {
    close: (how) => {
      if (!watches.delete(watch)) return
      isOpen = false
      clearTimeout(deadline)
      clearInterval(ticker)
      stopListening()
      if (how === 'rst') resetConnection(request.socket)
      else if (how === 'cut') response.write('{"type":"MODIFIED","object":{"apiVer', () => request.socket.destroy())
      else void written.then(() => response.end())
    },
  }
  watches.add(watch)
  response.on('close', () => watch.close('end'))

  const asked = query.get('resourceVersion') ?? ''
  if (isUnpaged || sendsInitial || asked === '' || asked === '0') {
    putAll()
    if (sendsInitial && hasBookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' })
  } else if (!/^\d+$/.test(asked) || Number(asked) < resource.compactedAt)
    refuse(`too old resource version: ${asked} (${resource.compactedAt})`)
  else
    for (const { type, object, revision } of resource.changes)
      if (revision > Number(asked) && matches(object)) putObject(type, object)
}
