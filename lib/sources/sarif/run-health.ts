import { asObject, asObjects, asText, type JsonObject } from '#lib/sources/ci/json-value.ts'
import { messageText } from './message-text.ts'
import type { Producer } from './producer.ts'

const NOTIFICATION_LISTS = ['toolExecutionNotifications', 'toolConfigurationNotifications']
const QUOTED_CHARACTERS = 300

/** Why a run is not the whole truth by its own words. Empty: the run is whole. */
export function runHealth(run: JsonObject, producer: Producer): string[] {
  const driver = asObject(asObject(run.tool)?.driver) ?? {}
  const reasons: string[] = []
  const invocations = asObjects(run.invocations)

  if (!producer.failsOnFindings && invocations.some(({ executionSuccessful }) => executionSuccessful === false)) {
    reasons.push('the tool says that its run was not successful')
  }
  const errors = invocations.flatMap((invocation) =>
    NOTIFICATION_LISTS.flatMap((list) => asObjects(invocation[list])).filter(({ level }) => level === 'error'),
  )
  const [first] = errors
  if (first) {
    const text = messageText(first, undefined, driver).slice(0, QUOTED_CHARACTERS)
    reasons.push(
      `the tool reports ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${text || 'without a message'}`,
    )
  }
  if (!Array.isArray(run.results))
    reasons.push('the run has no list of results, so the tool does not say what it found')
  const rules = asObjects(driver.rules)
  if (producer.emptyIsUnknown && Array.isArray(run.results) && run.results.length === 0 && rules.length === 0) {
    reasons.push(producer.emptyIsUnknown)
  }
  return reasons
}

/** The version the tool gives itself, semantic version first. */
export const driverVersion = (driver: JsonObject): string | undefined =>
  asText(driver.semanticVersion) ?? asText(driver.version)
