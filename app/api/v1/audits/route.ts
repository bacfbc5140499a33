import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { apiViewer } from '#app/_server/session.ts'
import { limitWords } from '#app/(dashboard)/audits/audit-words.ts'
import { auditState } from '#lib/domain/audit-state.ts'
import { listAudits } from '#lib/queries/list-audits.ts'

/** The audits that the viewer may see; of an auditor, the own one. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const [db, at] = [getDb(), new Date()]
  const audits = await listAudits(db, viewer.scope)
  return answerRows({
    name: 'audits',
    rows: audits.map((audit) => ({ ...audit, state: auditState(audit, at) })),
    viewer,
    request,
    at,
    columns: [
      { key: 'id', value: (row) => row.id },
      { key: 'name', value: (row) => row.name },
      { key: 'state', value: (row) => row.state },
      { key: 'frameworks', value: (row) => row.frameworks.map(({ id }) => id).join(' ') },
      { key: 'window_from', value: (row) => row.from },
      { key: 'window_until', value: (row) => row.until },
      { key: 'scope', value: limitWords },
      { key: 'expires_at', value: (row) => row.expiresAt },
      { key: 'people', value: (row) => row.people },
      { key: 'created_by', value: (row) => row.createdBy },
      { key: 'created_at', value: (row) => row.createdAt },
      { key: 'closed_at', value: (row) => row.closedAt },
    ],
  })
}
