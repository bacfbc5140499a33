import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { queryOf } from '#app/_server/query-of.ts'
import { apiViewer } from '#app/_server/session.ts'
import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { ControlSearch } from '#app/(dashboard)/controls/control-search.ts'
import { countParts, prepareWhy } from '#app/(dashboard)/controls/prepare-why.ts'
import { resolvePlace } from '#app/(dashboard)/controls/resolve-place.ts'
import type { ControlStateRow } from '#lib/queries/list-control-states.ts'
import { listControlStates } from '#lib/queries/list-control-states.ts'
import { listFrameworks } from '#lib/queries/list-frameworks.ts'

/**
 * The states of a framework's controls in one environment on one day, by the filters of the screen, as JSON or CSV.
 * Headings are left out. An environment or a day that is not known is refused, not replaced.
 */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const query = queryOf(request, ControlSearch)
  if ('problem' in query) return problem(400, 'invalid', query.problem)
  const { framework, state, automation, section, q } = query.filter
  if (!framework) return problem(400, 'invalid', 'framework is missing')
  const [db, at] = [getDb(), new Date()]
  const place = await resolvePlace(viewer.scope, query.filter, at)
  if (place.ignored.length) return problem(400, 'invalid', `not known, or in the future: ${place.ignored.join(', ')}`)

  const { environment, stateDay, asOf } = place
  const [frameworks, controls] = await Promise.all([
    listFrameworks(db, viewer.scope, { environment, day: stateDay?.day }),
    listControlStates(db, viewer.scope, { framework, environment, day: stateDay?.day }),
  ])
  const summary = frameworks.find(({ id }) => id === framework)
  if (!summary) return problem(404, 'not-found', 'There is no such framework.')
  const rows = controls.filter(
    (row) =>
      row.automation !== 'rollup' &&
      (!state || row.state === state) &&
      (!automation || row.automation === automation) &&
      (!section || row.section === section) &&
      (!q || `${row.id} ${row.displayId} ${row.title}`.toLowerCase().includes(q.toLowerCase())),
  )
  const { coverage, conformance, licenceNote } = summary
  return answerRows({
    name: `controls-${framework}`,
    rows: rows.map((row) => ({ framework, environment, day: stateDay?.day ?? null, ...rowOf(row) })),
    columns: COLUMNS,
    extra: { framework, environment, asOf, states: stateDay ?? null, coverage, conformance, licenceNote },
    viewer,
    request,
    at,
  })
}

const rowOf = ({ parts, displayId, parentId, stale, ...row }: ControlStateRow) => ({
  ...row,
  hasOldFailure: stale,
  displayId,
  parentId,
  words: controlStateWords(row.state, row.reason, row.exceptions),
  why: prepareWhy({ ...row, parts }),
  checks: parts.length,
  ...(parts.length ? countParts(parts) : { pass: null, fail: null, error: null, excepted: null, stale: null }),
})

type Exported = ReturnType<typeof rowOf> & { framework: string; environment: string; day: string | null }
const NAMES = [
  'framework',
  'environment',
  'day',
  'id',
  'displayId',
  'title',
  'section',
  'parentId',
  'automation',
  'state',
  'reason',
  'exceptions',
  'hasOldFailure',
  'words',
  'why',
  'checks',
  'pass',
  'fail',
  'error',
  'excepted',
  'stale',
] as const satisfies readonly (keyof Exported)[]
const COLUMNS = NAMES.map((key) => ({ key, value: (row: Exported) => row[key] }))
