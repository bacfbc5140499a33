import { asList, asObject, asObjects, asText, isObject, type JsonObject } from '#lib/sources/ci/json-value.ts'

/** The parts that results are made of; without the others a run is poorer, but whole. */
const ESSENTIAL = ['results', 'driver', 'extensions', 'artifacts', 'invocations', 'logicalLocations']

export type Externals = {
  run: JsonObject
  /** Parts left outside that results depend on. */
  missing: string[]
  /** Parts left outside that they do not. */
  unread: string[]
}

/**
 * Puts back the parts of a run that the document keeps outside of it, as far as they are inline in the same document.
 * Parts in other files are never fetched.
 */
export function resolveExternals(run: JsonObject, document: JsonObject): Externals {
  const references = asObject(run.externalPropertyFileReferences)
  if (!references) return { run, missing: [], unread: [] }
  const inline = asObjects(document.inlineExternalProperties)
  const whole: Record<string, unknown> = { ...run }
  const outside: string[] = []

  for (const [name, written] of Object.entries(references)) {
    const wanted = Array.isArray(written) ? asObjects(written) : [written].filter(isObject)
    const parts = wanted.map((reference) => findInline(reference, inline)?.[name])
    if (parts.length === 0) continue
    if (parts.some((part) => part === undefined)) outside.push(name)
    const found = parts.filter((part) => part !== undefined)
    if (found.some(Array.isArray)) whole[name] = [...asList(run[name]), ...found.flatMap(asList)]
    else if (name === 'driver' && isObject(found[0])) whole.tool = { ...asObject(run.tool), driver: found[0] }
  }
  return {
    run: whole,
    missing: outside.filter((name) => ESSENTIAL.includes(name)),
    unread: outside.filter((name) => !ESSENTIAL.includes(name)),
  }
}

function findInline(reference: JsonObject, inline: readonly JsonObject[]): JsonObject | undefined {
  const guid = asText(reference.guid)
  const uri = asText(asObject(reference.location)?.uri)
  const place = uri === undefined ? undefined : /^(?:sarif:|#)\/inlineExternalProperties\/(\d{1,6})$/.exec(uri)?.[1]
  if (place !== undefined) return inline[Number(place)]
  return guid === undefined ? undefined : inline.find((candidate) => asText(candidate.guid) === guid)
}
