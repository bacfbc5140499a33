import type { KindRead } from '../cluster-snapshot.ts'
import { type Following, ReportFollower } from './follow-reports.ts'
import { PartPoller } from './poll-parts.ts'
import type { ReportKind } from './report-kind.ts'

type FollowedKind = KindRead & {
  watched: boolean
  /** Why it is not watched, where it could be. */
  note?: string
}
export type ClusterState = {
  /** `live`: what is stored is what there is. `degraded`: something cannot be read, and nothing closes for being absent. */
  state: 'reading' | 'live' | 'catching up' | 'degraded'
  troubles: string[]
  kinds: FollowedKind[]
  objects: number
  lagMs: number
  lastEventAt: Date | null
  readAt: Date | null
}
export type ClusterFollower = { run: () => Promise<void>; state: () => ClusterState }

const NO_REPORTS = 'the cluster serves no reports any more'

/**
 * Follows one cluster: watches its reports and polls the rest, until the signal aborts. What cannot be read is told to the
 * sink and closes nothing. `run` throws what `isFatal` says cannot be got over, and bugs.
 */
export function followCluster(
  given: Omit<Following, 'onState'>,
  isFatal: (error: unknown) => boolean,
): ClusterFollower {
  const { sink } = given
  const stop = new AbortController()
  const signal = AbortSignal.any([given.signal, stop.signal])
  let told: string | undefined
  let telling = Promise.resolve()
  let failure: { error: unknown } | undefined
  const fail = (error: unknown) => {
    failure ??= { error }
    stop.abort()
  }

  const troubles = (): string[] => [
    ...poller.troubles(),
    ...reports.troubles(),
    ...reports.ownersRead.flatMap(({ kind, reason }) => (reason ? [`${kind}: ${reason}`] : [])),
    ...(poller.hasRead && !reports.kinds.length && !reports.standing.missing.length && sink.known.reports
      ? [NO_REPORTS]
      : []),
  ]
  const onState = () => {
    const reasons = troubles()
    if (reasons.join('\n') === told) return
    told = reasons.join('\n')
    telling = telling
      .then(() => sink.troubles(reasons))
      .catch((error) => {
        if (isFatal(error)) fail(error)
        else told = undefined
      })
  }
  const reports = new ReportFollower({ ...given, signal, onState })
  const poller = new PartPoller({ ...given, signal, onState, reports })

  const run = async () => {
    await Promise.all([poller.run(isFatal).catch(fail), reports.run(isFatal).catch(fail)])
    await telling
    if (failure) throw failure.error
  }
  const state = (): ClusterState => {
    const reasons = troubles()
    const own = reports.kinds.map(followedKind)
    const others = [...poller.kinds, ...reports.ownersRead].map((kind) => ({ ...kind, watched: false }))
    const isRead = reports.standing.isRead || (poller.hasRead && !reports.kinds.length)
    const isCurrent = reports.isCurrent || !reports.kinds.length
    return {
      state: reasons.length ? 'degraded' : !isRead ? 'reading' : isCurrent ? 'live' : 'catching up',
      troubles: reasons,
      kinds: [...own, ...others],
      objects: own.reduce((sum, { listed }) => sum + listed, 0),
      lagMs: reports.lagMs,
      lastEventAt: dateOf(reports.lastEventAt),
      readAt: dateOf(reports.readAt),
    }
  }
  return { run, state }
}

function followedKind({ name, memory, trouble, polled, isOpen }: ReportKind): FollowedKind {
  const common = {
    part: 'reports',
    kind: name,
    listed: memory.size,
    watched: isOpen,
    ...(polled && { note: polled }),
  } as const
  if (!trouble) return { ...common, state: 'read', complete: true }
  return { ...common, state: 'unavailable', complete: false, reason: trouble }
}

const dateOf = (ms: number): Date | null => (ms > 0 ? new Date(ms) : null)
