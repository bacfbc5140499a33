import { asIndex, asList, asObject, asObjects, asText, type JsonObject } from '#lib/sources/ci/json-value.ts'

type FoundRule = { id: string; rule: JsonObject | undefined }
export type RuleBook = {
  find: (result: JsonObject) => FoundRule
  /** The rule a descriptor reference names (of a configuration override, of a notification). */
  resolve: (reference: JsonObject) => JsonObject | undefined
}

type Component = { name: string; guid: string; rules: readonly unknown[]; byId: Map<string, JsonObject> }

/** What a result without any rule id is filed under. */
const NO_RULE = 'unspecified'

/**
 * Finds rules as SARIF 2.1.0 section 3.27.5 to 3.27.7 says: the reference, the index into the driver's rules, the id; an id
 * such as `CA5350/md5` also matches the rule `CA5350`. An index that contradicts the id gives way to it.
 */
export function openRuleBook(tool: JsonObject): RuleBook {
  const driver = openComponent(asObject(tool.driver) ?? {})
  const extensions = asList(tool.extensions).map((extension) => openComponent(asObject(extension) ?? {}))
  const everywhere = [driver, ...extensions]

  const componentOf = (reference: JsonObject): Component | undefined => {
    const component = asObject(reference.toolComponent)
    if (!component) return undefined
    const index = asIndex(component.index)
    if (index !== undefined) return extensions[index]
    const [guid, name] = [asText(component.guid), asText(component.name)]
    return everywhere.find((candidate) => (guid ? candidate.guid === guid : candidate.name === name))
  }

  const resolve = (reference: JsonObject): JsonObject | undefined => {
    const named = asObject(reference.toolComponent)
    const component = named ? componentOf(reference) : driver
    const id = asText(reference.id)
    const index = asIndex(reference.index)
    const indexed = index === undefined ? undefined : asObject(component?.rules[index])
    if (indexed && agrees(indexed, id)) return indexed
    const guid = asText(reference.guid)
    const searched = named && component ? [component] : everywhere
    return byGuid(searched, guid) ?? byId(searched, id)
  }

  const find = (result: JsonObject): FoundRule => {
    const reference = asObject(result.rule)
    const id = asText(result.ruleId) ?? asText(reference?.id)
    const index = asIndex(result.ruleIndex)
    const indexed = index === undefined ? undefined : asObject(driver.rules[index])
    const rule =
      (reference && resolve({ id, ...reference })) ??
      (indexed && agrees(indexed, id) ? indexed : undefined) ??
      byId(everywhere, id)
    return { id: id ?? asText(rule?.id) ?? NO_RULE, rule }
  }

  return { find, resolve }
}

function openComponent(component: JsonObject): Component {
  const rules = asList(component.rules)
  const byId = new Map<string, JsonObject>()
  for (const rule of asObjects(rules)) {
    const id = asText(rule.id)
    if (id && !byId.has(id)) byId.set(id, rule)
  }
  return { name: asText(component.name) ?? '', guid: asText(component.guid) ?? '', rules, byId }
}

function byId(components: readonly Component[], id: string | undefined): JsonObject | undefined {
  for (const candidate of id ? broaden(id) : []) {
    for (const component of components) {
      const rule = component.byId.get(candidate)
      if (rule) return rule
    }
  }
  return undefined
}

const byGuid = (components: readonly Component[], guid: string | undefined): JsonObject | undefined =>
  guid === undefined
    ? undefined
    : components.flatMap(({ rules }) => asObjects(rules)).find((rule) => asText(rule.guid) === guid)

function agrees(rule: JsonObject, id: string | undefined): boolean {
  const ruleId = asText(rule.id)
  return id === undefined || ruleId === undefined || id === ruleId || id.startsWith(`${ruleId}/`)
}

/** The id itself, then without its last parts: `a/b/c`, `a/b`, `a`. */
function* broaden(id: string): Generator<string> {
  yield id
  for (let cut = id.lastIndexOf('/'), tries = 0; cut > 0 && tries < 16; cut = id.lastIndexOf('/', cut - 1), tries++) {
    yield id.slice(0, cut)
  }
}
