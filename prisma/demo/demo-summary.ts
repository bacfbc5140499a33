import type { Sql } from '#lib/db/connect.ts'
import type { Progress } from './progress.ts'

export type DemoSummary = {
  from: string
  until: string
  /** True when the story was there before, so that nothing was written. */
  wasThere: boolean
  sources: number
  teams: number
  checks: number
  subjects: number
  open: number
  closed: number
  excepted: number
  scans: number
}

const COUNTS = `
  SELECT (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM team) AS teams,
         (SELECT count(*) FROM policy_check) AS checks,
         (SELECT count(DISTINCT (source_id, subject)) FROM subject_state WHERE gone_at IS NULL) AS subjects,
         (SELECT count(*) FROM finding_open) AS open, (SELECT count(*) FROM finding_closed) AS closed,
         (SELECT count(*) FROM finding_excepted) AS excepted, (SELECT count(*) FROM scan) AS scans`

/** What the database holds once the story is told. */
export async function summarise(sql: Sql, { until, days }: Progress, wasThere: boolean): Promise<DemoSummary> {
  const { rows } = await sql.query<Omit<DemoSummary, 'from' | 'until' | 'wasThere'>>(COUNTS)
  const [counts] = rows
  if (!counts) throw new Error('the demo could not be counted')
  const from = new Date(new Date(until).getTime() - days * 86_400_000).toISOString()
  return { from, until, wasThere, ...counts }
}
