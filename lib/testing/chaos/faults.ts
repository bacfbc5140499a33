import type { Fault } from '#lib/sources/cluster/testing/exchange.ts'
import type { FakeApiServer } from '#lib/sources/cluster/testing/fake-apiserver.ts'
import { KINDS } from '#lib/sources/cluster/testing/kinds.ts'
import type { Random } from './random.ts'

const REPORTS = /reports/
const LISTS = /reports\?limit=/
const PAGES = /continue=/
const WATCHES = /watch=true/
const FAULTS: Fault[] = [
  {
    match: REPORTS,
    status: 429,
    body: 'Too many requests, please try again later.\n',
    headers: { 'Retry-After': '0' },
  },
  {
    match: LISTS,
    status: 429,
    reason: 'TooManyRequests',
    message: 'the cache is not ready',
    details: { retryAfterSeconds: 0 },
  },
  { match: REPORTS, status: 500, reason: 'InternalError', message: 'etcdserver: leader changed' },
  { match: REPORTS, times: 6, status: 503, body: 'service unavailable\n' },
  { match: /^\/apis(\/[^/]+)*$/, times: 2, status: 503, body: 'service unavailable\n' },
  { match: REPORTS, status: 401, reason: 'Unauthorized', message: 'Unauthorized' },
  { match: WATCHES, status: 403, reason: 'Forbidden', message: 'cannot watch' },
  { match: REPORTS, action: 'rst' },
  { match: REPORTS, action: 'stall' },
  { match: LISTS, action: 'cut' },
  { match: LISTS, action: 'slow' },
  { match: PAGES, action: 'cut' },
  { match: PAGES, status: 410, reason: 'Expired', message: 'too old' },
  { match: WATCHES, action: 'slow' },
  { match: WATCHES, action: 'stallWatch', afterEvents: 2 },
  { match: WATCHES, action: 'end', afterEvents: 1 },
  { match: WATCHES, action: 'cut', afterEvents: 2 },
  { match: LISTS, delayMs: 20 },
]

/** Does one thing to the server that servers do. */
export function harm(server: FakeApiServer, random: Random): void {
  const { below, pick } = random
  const kind = below(10)
  const fault = pick(FAULTS)
  if (kind < 6 && fault) server.fault({ ...fault })
  else if (kind < 8) server.dropWatches(pick(['end', 'rst', 'cut'] as const))
  else if (kind < 9) {
    for (const each of [KINDS.policyReports, KINDS.clusterPolicyReports, KINDS.reports])
      server.store.compact(server.addKind(each))
    if (below(2)) server.dropWatches('end')
  } else {
    const denied = pick(['policyreports', 'clusterpolicyreports', 'reports', 'pods', 'nothing', 'nothing'])
    server.options.isDenied = ({ resource }) => resource === denied
  }
}
