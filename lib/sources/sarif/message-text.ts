import { asList, asObject, asText, type JsonObject, ownValue } from '#lib/sources/ci/json-value.ts'

const PLACEHOLDER = /\{\{|\}\}|\{(\d{1,3})\}/g
const LINK = /\[((?:[^\\[\]]|\\.)*)\]\((?:\d+|[a-z][a-z0-9+.-]*:[^()\s]*)\)/gis

/** The plain text of a result's message; the rule's own description where the message says nothing. */
export function messageText(result: JsonObject, rule: JsonObject | undefined, driver: JsonObject): string {
  const message = asObject(result.message) ?? {}
  const template = asText(message.text) ?? lookUp(message, rule, driver) ?? asText(message.markdown)
  if (template === undefined) return describe(rule) ?? asText(message.id) ?? ''
  return fill(template, asList(message.arguments)).replace(LINK, (_, label: string) => label.replace(/\\(.)/gs, '$1'))
}

const lookUp = (message: JsonObject, rule: JsonObject | undefined, driver: JsonObject): string | undefined => {
  const id = asText(message.id)
  if (!id) return undefined
  const found = ownValue(rule?.messageStrings, id) ?? ownValue(driver.globalMessageStrings, id)
  return asText(asObject(found)?.text)
}

/** The one line a rule says of itself. */
export const describe = (rule: JsonObject | undefined): string | undefined =>
  asText(asObject(rule?.shortDescription)?.text) ?? asText(asObject(rule?.fullDescription)?.text) ?? asText(rule?.name)

const fill = (template: string, values: readonly unknown[]): string =>
  template.replace(PLACEHOLDER, (written: string, index: string | undefined) => {
    if (index === undefined) return values.length > 0 ? written.slice(1) : written
    const value = values[Number(index)]
    return typeof value === 'string' ? value : written
  })
