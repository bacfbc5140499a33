import { checkText } from '#lib/domain/check-text.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { type BundleExport, sourceIds, teamIds } from './bundle-export.ts'
import { csvLine } from './csv-line.ts'
import type { RegisterEntry } from './exception-register.ts'
import type { Question } from './snapshot.ts'

type Covered = {
  sourceId: number
  group: string | null
  kind: string | null
  namespace: string | null
  name: string | null
  checkId: number
  part: string
  severity: number
  team: string | null
  names: string[]
  since: Date
  message: string
}

/** Writes the register of exceptions, and every result that is excepted at the time of the snapshot. */
export async function writeExceptions(work: BundleExport, register: RegisterEntry[]): Promise<void> {
  const { writer } = work
  if (!work.isTeamLimited) {
    await writer.add('exceptions/register.json', registerJson(work, register), {
      role: 'exceptions',
      mediaType: 'application/json',
    })
    await writer.add('exceptions/register.csv', registerCsv(register), { role: 'exceptions', mediaType: 'text/csv' })
  }
  await writer.add('exceptions/covered.ndjson.gz', coveredRecords(work), {
    role: 'exceptions',
    mediaType: 'application/x-ndjson',
  })
}

async function* registerJson({ window }: BundleExport, register: RegisterEntry[]) {
  const head = { stateAt: window.cutoff, wordsAsOf: window.asOf, count: register.length }
  yield `${JSON.stringify(head).slice(0, -1)},"exceptions":[`
  for (const [at, entry] of register.entries()) yield `${at ? ',' : ''}\n${JSON.stringify(entry)}`
  yield '\n]}\n'
}

async function* registerCsv(register: RegisterEntry[]) {
  yield csvLine([
    'source',
    'kind',
    'namespace',
    'name',
    'scope',
    'checks',
    'reason',
    'requester',
    'approver',
    'ticket',
    'created',
    'expires',
    'first seen',
    'gone',
    'state',
    'without expiry',
    'without approver',
    'age in days',
    'controls',
  ])
  for (const x of register)
    yield csvLine([
      x.source,
      x.kind,
      x.namespace,
      x.name,
      x.scope,
      x.checks.join('; '),
      x.reason,
      x.requester,
      x.approver,
      x.ticket,
      time(x.createdAt),
      time(x.expiresAt),
      time(x.firstSeenAt),
      time(x.goneAt),
      x.state,
      x.withoutExpiry,
      x.withoutApprover,
      x.ageDays,
      x.controls.join('; '),
    ])
}

const time = (at: Date | null): string => at?.toISOString() ?? ''

async function* coveredRecords(work: BundleExport) {
  const { snapshot, sources, checks } = work
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  for await (const row of snapshot.stream<Covered>(COVERED, [sourceIds(work), teamIds(work)])) {
    const { sourceId, group, kind, namespace, name, checkId, severity, names: exceptions, ...rest } = row
    const check = checks.get(checkId)
    yield `${JSON.stringify({
      source: names.get(sourceId),
      subject: { group, kind, namespace, name },
      check: check ? checkText(check) : `check ${checkId}`,
      severity: severityOf(severity),
      exceptions,
      ...rest,
    })}\n`
  }
}

const COVERED: Question = {
  name: 'excepted-results',
  about:
    'Results that an exception covers, as they are at the time of the snapshot. $1 sources, $2 teams or null for all.',
  sql: `
SELECT x.source_id AS "sourceId", k.api_group AS "group", k.kind, k.namespace, k.name, x.check_id AS "checkId", x.part,
       x.severity, t.slug AS team, x.names, x.since, x.message
FROM finding_excepted x
JOIN source s ON s.id = x.source_id
LEFT JOIN subject_state k ON k.source_id = x.source_id AND k.feed_id = x.feed_id AND k.subject = x.subject
LEFT JOIN team t ON t.id = x.team_id
WHERE x.source_id = ANY ($1::int[]) AND ($2::int[] IS NULL OR x.team_id = ANY ($2::int[]))
ORDER BY s.name COLLATE "C", x.feed_id, x.subject, x.check_id, x.part COLLATE "C"`,
}
