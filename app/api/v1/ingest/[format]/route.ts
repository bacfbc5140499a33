import { getDb } from '#app/_server/db.ts'
import { problem, problemOf } from '#app/_server/problem.ts'
import { ingestDocuments } from '#lib/commands/ingest-documents.ts'
import type { Format } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import type { SourceRow } from '#lib/ingest/ensure-source.ts'
import { acceptSender } from './accept-sender.ts'
import { contradictionOf } from './contradiction-of.ts'
import { IngestQuery } from './ingest-query.ts'
import { readBody } from './read-body.ts'

const FORMATS: Record<string, Format> = {
  sarif: 'sarif',
  junit: 'junit',
  report: 'policy-report',
  gatekeeper: 'gatekeeper',
}

/**
 * One document of results for the token's source. 202 with the scan's id and counts; 200 with the first scan's when the
 * same bytes of the same run came before; 422 when nothing of it can be read.
 */
export async function POST(request: Request, { params }: RouteContext<'/api/v1/ingest/[format]'>): Promise<Response> {
  const receivedAt = new Date()
  const db = getDb()
  const wantedSource = new URL(request.url).searchParams.get('source') ?? undefined
  const sender = await acceptSender(request, wantedSource, receivedAt)
  if (sender instanceof Response) return sender
  const { format: name } = await params
  const format = FORMATS[name]
  if (!format)
    return problem(404, 'Not found', `There is no format "${name}"; there are ${Object.keys(FORMATS).join(', ')}.`)
  const query = IngestQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!query.success)
    return problem(
      422,
      'Invalid query',
      query.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    )

  const { rows } = await db.sql.query<SourceRow>(
    'SELECT id, name, kind, environment, repository FROM source WHERE id = $1 AND removed_at IS NULL',
    [sender.sourceId],
  )
  const source = rows[0]
  if (!source) return problem(404, 'Not found', 'The source of this token was removed.')
  const { source: wanted, complete, category, observedAt, ...said } = query.data
  const contradiction = sender.claims && contradictionOf(said, sender.claims)
  if (contradiction) return problem(403, 'Forbidden', contradiction)
  const { repository, commit, ref, run } = { ...said, ...sender.claims }
  if (wanted && wanted !== source.name)
    return problem(403, 'Forbidden', `This token stores results of "${source.name}" only.`)

  try {
    const bytes = await readBody(request)
    const { documents, scans } = await ingestDocuments(db, {
      source,
      format,
      documents: [{ name: `${name} upload`, bytes }],
      complete: complete ?? source.kind === 'pipeline',
      observedAt: observedAt ?? receivedAt,
      receivedAt,
      ...(category && { category }),
      ...(repository && { repository }),
      ...(commit && { commit }),
      ...(ref && { ref }),
      ...(run && { run }),
      trust: sender.trust,
    })
    const [document] = documents
    if (document?.error)
      return problem(
        document.isTooLarge ? 413 : 422,
        document.isTooLarge ? 'Too large' : 'Not readable',
        document.error,
      )
    const replayed = scans.every((scan) => scan.replayed)
    return Response.json({ scanId: scans[0]?.scanId, replayed, document, scans }, { status: replayed ? 200 : 202 })
  } catch (error) {
    if (error instanceof ProductError) return problemOf(error)
    throw error
  }
}
