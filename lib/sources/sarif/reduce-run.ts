import type { Check, Ignored, Parsed, Rejected } from '#lib/domain/result.ts'
import { asList, asObject, asObjects, asText, isObject, type JsonObject } from '#lib/sources/ci/json-value.ts'
import type { Draft } from '#lib/sources/ci/settle-results.ts'
import { createLevelDerivation, parseKind, parseLevel } from './derive-level.ts'
import { checkOf, draftResult } from './draft-result.ts'
import type { Facts } from './facts.ts'
import { openRuleBook, type RuleBook } from './find-rule.ts'
import { createLocator } from './locate.ts'
import { messageText } from './message-text.ts'
import { parseWaivers } from './parse-waivers.ts'
import type { Producer } from './producer.ts'
import { driverVersion, runHealth } from './run-health.ts'

export type ReducedRun = {
  producer: Producer
  tool: { name: string; version?: string }
  context: NonNullable<Parsed['context']>
  listed: number
  drafts: Draft[]
  rejected: Rejected[]
  ignored: Ignored[]
  warnings: string[]
  partial: string[]
  checks: Check[]
}

type RunOptions = { now: Date; root?: string | undefined; producer: Producer; index: number; toolName: string }

/** Reads one run. A result that cannot be read is rejected by its place; the others stay. */
export function reduceRun(run: JsonObject, options: RunOptions): ReducedRun {
  const { producer, index: runIndex, toolName } = options
  const tool = asObject(run.tool) ?? {}
  const driver = asObject(tool.driver) ?? {}
  const rules = openRuleBook(tool)
  const locate = createLocator(run, options.root)
  const levelOf = createLevelDerivation(run, rules)
  const version = driverVersion(driver)
  const results = asList(run.results)
  const reduced: ReducedRun = {
    producer,
    tool: { name: toolName, ...(version && { version: version.slice(0, 100) }) },
    context: contextOf(run),
    listed: results.length,
    drafts: [],
    rejected: [],
    ignored: [],
    warnings: [],
    partial: runHealth(run, producer),
    checks: producer.listsRules === 'evaluated' ? evaluatedChecks(tool, producer) : [],
  }

  let gone = 0
  let unportable = 0
  for (const [at, result] of results.entries()) {
    const reason = unreadable(result)
    if (reason || !isObject(result)) {
      reduced.rejected.push({ path: `runs[${runIndex}].results[${at}]`, reason: reason ?? 'it is not an object' })
    } else if (result.baselineState === 'absent') {
      gone++
    } else {
      const facts = collectFacts(result, { rules, locate, levelOf, driver })
      if (!facts.place.portable) unportable++
      reduced.drafts.push(draftResult(facts, producer, parseWaivers(result, options.now), runIndex, at))
    }
  }
  if (gone > 0) reduced.ignored.push({ reason: 'absent: of the baseline, not in this analysis any more', count: gone })
  if (unportable > 0) {
    reduced.warnings.push(
      `${unportable} results have absolute paths with no known root; upload with root=… or findings will differ from machine to machine`,
    )
  }
  if (producer.engine === 'conftest' && reduced.drafts.length > 0) {
    reduced.warnings.push('conftest leaves the names of the rules out of SARIF; results are kept per package')
  }
  return reduced
}

type Lookups = {
  rules: RuleBook
  locate: ReturnType<typeof createLocator>
  levelOf: ReturnType<typeof createLevelDerivation>
  driver: JsonObject
}

function collectFacts(result: JsonObject, { rules, locate, levelOf, driver }: Lookups): Facts {
  const { id: ruleId, rule } = rules.find(result)
  const kind = parseKind(result.kind) ?? 'fail'
  return {
    ruleId,
    rule,
    result,
    kind,
    kindStated: result.kind != null,
    level: levelOf(result, kind, rule),
    message: messageText(result, rule, driver),
    place: locate(result),
  }
}

/** Why a result cannot be read: what decides its identity or outcome is there, but is not what SARIF allows. */
function unreadable(result: unknown): string | undefined {
  if (!isObject(result)) return 'it is not an object'
  if (result.ruleId != null && typeof result.ruleId !== 'string') return 'its ruleId is not a text'
  if (result.kind != null && !parseKind(result.kind)) return `its kind ${quote(result.kind)} is not one of SARIF`
  if (result.level != null && !parseLevel(result.level)) return `its level ${quote(result.level)} is not one of SARIF`
  if (result.locations != null && !Array.isArray(result.locations)) return 'its locations are not a list'
  if (result.message != null && !isObject(result.message)) return 'its message is not an object'
  return undefined
}

const quote = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 60)

function evaluatedChecks(tool: JsonObject, producer: Producer): Check[] {
  const components = [asObject(tool.driver), ...asObjects(tool.extensions)]
  return components
    .flatMap((component) => asObjects(component?.rules))
    .flatMap((rule) => {
      const id = asText(rule.id)
      return id ? [checkOf(rule, { engine: producer.engine, policy: id, rule: '' }, producer)] : []
    })
}

function contextOf(run: JsonObject): NonNullable<Parsed['context']> {
  const [origin] = asObjects(run.versionControlProvenance)
  const repository = asText(origin?.repositoryUri)
  const commit = asText(origin?.revisionId)
  const ref = asText(origin?.branch)
  return {
    category: categoryOf(run),
    ...(repository && { repository: withoutCredentials(repository) }),
    ...(commit && { commit: commit.slice(0, 200) }),
    ...(ref && { ref: ref.slice(0, 400) }),
  }
}

/** `category/run-id`: everything up to the last slash; without a slash it is all run id. */
function categoryOf(run: JsonObject): string {
  const id = asText(asObject(run.automationDetails)?.id) ?? ''
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0)).slice(0, 400)
}

const withoutCredentials = (uri: string): string =>
  uri.slice(0, 2000).replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
