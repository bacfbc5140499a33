import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import type { Db } from '#lib/db/connect.ts'
import { type Day, startOfDay } from '#lib/metrics/day.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import { recordResults, testCheck, testSubject } from './record-results.ts'

/** A cluster and a pipeline whose names and messages try to be paths, formulas and markup. */
export const STORY_CLUSTER = 'a/../../etc: prod'
export const STORY_PIPELINE = 'shop/api'
export const STORY_DAYS: Day[] = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04']
export const STORY_PERIOD = { start: startOfDay('2026-10-01'), end: startOfDay('2026-10-05') }
export const STORY_AS_OF = new Date('2026-10-05T00:15:00Z')

type Story = {
  /** Scans that never arrived. */
  skip?: { source: string; day: Day }[]
  /** Without catalogues a bundle has no controls and is made in no time. */
  withCatalogs?: boolean
}

const PRIVILEGED = testCheck('disallow-privileged-containers')
const ESCALATION = testCheck('disallow-privilege-escalation', 'medium')
const HOSTILE = '=cmd()|"calc"\n../../etc/passwd <script>alert(1)</script>'

/**
 * Four days of two sources through the real ingest, with rollups and states made each evening: a violation on the second
 * day, fixed on the fourth.
 */
export async function recordStory(db: Db, { skip = [], withCatalogs = true }: Story = {}): Promise<void> {
  if (withCatalogs) await loadCatalogs(db, startOfDay('2026-09-30'))
  for (const [at, day] of STORY_DAYS.entries()) {
    const isBroken = at === 1 || at === 2
    const isSkipped = (source: string) => skip.some((one) => one.source === source && one.day === day)
    if (!isSkipped(STORY_CLUSTER))
      await recordResults(db, {
        source: STORY_CLUSTER,
        at: new Date(`${day}T06:00:00Z`),
        results: [
          { check: PRIVILEGED, subject: testSubject('api'), outcome: isBroken ? 'fail' : 'pass', message: HOSTILE },
          { check: PRIVILEGED, subject: testSubject('web'), outcome: 'pass' },
          {
            check: ESCALATION,
            subject: testSubject('web'),
            outcome: 'fail',
            message: HOSTILE,
            exceptions: ['=legacy'],
          },
        ],
        exceptions: [
          {
            kind: 'policy-exception',
            name: '=legacy',
            namespace: 'shop',
            checks: ['disallow-privilege-escalation/*'],
            scope: 'web',
            reason: '+1 "yes",\nsaid @someone',
          },
        ],
      })
    if (!isSkipped(STORY_PIPELINE))
      await recordResults(db, {
        source: STORY_PIPELINE,
        kind: 'pipeline',
        environment: 'build',
        at: new Date(`${day}T07:00:00Z`),
        results: [
          {
            check: { engine: 'checkov', policy: 'CKV_K8S_16', rule: '', severity: 'high' },
            subject: { group: '', kind: 'File', namespace: '', name: 'deploy/app.yaml' },
            outcome: 'fail',
          },
        ],
        file: '../../results.sarif',
      })
    await refreshRollups(db, new Date(`${day}T23:00:00Z`))
  }
}
