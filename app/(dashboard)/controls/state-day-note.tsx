import { Alert, Text } from '@mantine/core'
import { Freshness } from '#app/_ui/freshness.tsx'
import type { Place } from './resolve-place.ts'

const LATE_MS = 26 * 3_600_000

/** When and by what the states on the screen were derived; loud when they are not of the day asked for. */
export function StateDayNote({ place, now }: { place: Place; now: Date }) {
  const { stateDay, asOf, today, environment, isHidden } = place
  if (isHidden)
    return (
      <Alert color="blue" variant="light" mb="md" title="States of controls are not shown to you">
        A state speaks for everything in an environment, and you see a part of it. The catalogue, the checks that speak
        for each control and your own findings are here.
      </Alert>
    )
  if (!stateDay)
    return (
      <Alert color="yellow" variant="light" mb="md" title={`No states of ${environment} up to ${asOf}`}>
        Every control is shown as not assessed. The worker derives states every few minutes once a source has reported;
        nothing can be derived for days before it ran.
      </Alert>
    )
  const isLate = asOf === today && now.getTime() - stateDay.computedAt.getTime() > LATE_MS
  return (
    <>
      {(isLate || stateDay.day !== asOf) && (
        <Alert color="yellow" variant="light" mb="md" title={`These are the states of ${stateDay.day}`}>
          None were derived for {asOf}, so the last ones before it are shown.
          {asOf === today && ' The worker has not derived any since: check that it runs.'}
        </Alert>
      )}
      <Text size="xs" c="dimmed" mb="md">
        States of {environment} on {stateDay.day}, derived <Freshness at={stateDay.computedAt} now={now} show="both" />{' '}
        with rule {stateDay.ruleVersion} and mapping {stateDay.mappingVersion.slice(0, 12)}.
      </Text>
    </>
  )
}
