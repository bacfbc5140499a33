import { getDb } from '#app/_server/db.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { countFindings } from '#lib/queries/count-findings.ts'
import type { Control } from '#lib/queries/get-control.ts'
import { listControlChecks } from '#lib/queries/list-control-checks.ts'
import { listControlExceptions } from '#lib/queries/list-control-exceptions.ts'
import { listControlHistory } from '#lib/queries/list-control-history.ts'
import { listFindings } from '#lib/queries/list-findings.ts'
import { listIdleMappings } from '#lib/queries/list-idle-mappings.ts'
import type { Place } from '../../resolve-place.ts'
import { ChecksSection } from './checks-section.tsx'
import { ExceptionsSection } from './exceptions-section.tsx'
import { FailingSection } from './failing-section.tsx'
import { HistorySection } from './history-section.tsx'
import { IdleSection } from './idle-section.tsx'
import styles from './page.module.css'
import { StateSection } from './state-section.tsx'

const HISTORY_DAYS = 90
const FAILING_SHOWN = 10

type Props = { control: Control; place: Place; scope: Scope; now: Date }

/** What proves a control, and what does not. */
export async function ControlBody({ control, place, scope, now }: Props) {
  const db = getDb()
  const { environment, asOf, today, stateDay, isHidden } = place
  const asked = { framework: control.framework, control: control.id, environment }
  const failing = FindingFilter.parse({
    framework: asked.framework,
    control: asked.control,
    ...(!isHidden && { environment }),
    ...(asOf === today ? {} : { state: 'any', on: stateDay?.day ?? asOf }),
    limit: FAILING_SHOWN,
  })
  const [history, checks, exceptions, idle, findings, count] = await Promise.all([
    listControlHistory(db, scope, { ...asked, until: asOf, days: HISTORY_DAYS }),
    listControlChecks(db, scope, asked),
    listControlExceptions(db, scope, asked),
    listIdleMappings(db, scope, asked),
    listFindings(db, scope, failing, now),
    countFindings(db, scope, failing, now),
  ])
  return (
    <div className={styles.stack}>
      {!isHidden && (
        <div className={styles.columns}>
          <StateSection control={control} now={now} />
          <HistorySection days={history} control={control} environment={environment} asOf={asOf} />
        </div>
      )}
      <ChecksSection control={control} checks={checks} place={place} />
      {checks.length > 0 && <FailingSection page={findings} count={count} filter={failing} now={now} />}
      {(checks.length > 0 || idle.length > 0) && (
        <div className={styles.columns}>
          <ExceptionsSection exceptions={exceptions} control={control} environment={environment} now={now} />
          <IdleSection idle={idle} />
        </div>
      )}
    </div>
  )
}
