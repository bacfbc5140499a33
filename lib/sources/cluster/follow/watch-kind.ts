import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import type { Pace } from './pace.ts'
import type { ReportKind } from './report-kind.ts'
import { Wake } from './wake.ts'
import { type WatchEvent, watchEvents } from './watch-events.ts'

type Watching = {
  client: ApiClient
  pace: Pace
  signal: AbortSignal
  onEvent: (event: WatchEvent) => void
  /** The version to watch from is no longer known to the cluster: the kind has to be compared. */
  onGone: () => void
  onError: (error: ApiError) => void
}

/** A watch that ends sooner than this without a word did not work. */
const SHORT_MS = 1_000
const EXPIRED = new Set(['Expired', 'Gone'])

/**
 * Watches a kind for as long as the signal allows: from where it stands, again when a watch ends, later when it fails. While
 * no version is known, or the kind is not to be watched, it waits until `wake` is called.
 */
export function watchKind(kind: ReportKind, watching: Watching): { ended: Promise<void>; wake: () => void } {
  const wake = new Wake()
  return { ended: run(kind, watching, wake), wake: () => wake.call() }
}

async function run(kind: ReportKind, watching: Watching, wake: Wake): Promise<void> {
  const { pace, signal, onGone, onError } = watching
  for (let failures = 0; !signal.aborted; ) {
    try {
      if (!kind.version || kind.polled || kind.trouble) {
        await wake.sleep(Number.POSITIVE_INFINITY, signal)
        continue
      }
      const isGood = await watchOnce(kind, watching)
      failures = isGood ? 0 : failures + 1
      if (!isGood) await wake.sleep(pace.backoffMs(failures), signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ApiError)) throw error
      if (error.status === 410 || EXPIRED.has(error.kubeStatus?.reason ?? '')) {
        kind.version = ''
        onGone()
        continue
      }
      onError(error)
      const isDenied = error.status === 403 || error.status === 404 || error.status === 405
      failures += 1
      // The list says whether the kind itself can be read; without the right to watch, it is compared again and again.
      if (isDenied) kind.polled = `it may be listed, not watched: ${error.message}`
      else await wake.sleep(Math.max(error.retryAfterMs, pace.backoffMs(failures)), signal).catch(() => {})
    }
  }
}

async function watchOnce(kind: ReportKind, { client, pace, signal, onEvent }: Watching): Promise<boolean> {
  const { version } = kind
  const startedAt = Date.now()
  const options = { version, seconds: pace.watchSeconds(), idleMs: pace.idleMs, signal }
  try {
    const onOpen = () => {
      kind.isOpen = true
      kind.heardAt = Date.now()
    }
    for await (const event of watchEvents(client, kind.resource, { ...options, onOpen })) {
      onEvent(event)
      kind.version = event.version
      kind.heardAt = Date.now()
    }
    return kind.version !== version || Date.now() - startedAt > SHORT_MS
  } finally {
    kind.isOpen = false
  }
}
