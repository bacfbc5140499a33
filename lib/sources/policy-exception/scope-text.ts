import { asList, asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'

const MAX_LENGTH = 2000

/** What a PolicyException lets through, in words: the objects it matches and the conditions it sets. */
export function scopeText(spec: JsonObject): string {
  const words = [
    ...matchWords(asObject(spec.match)),
    ...conditionWords(spec),
    ...securityWords(spec),
    ...celWords(spec),
  ]
  const text = words.length > 0 ? words.join('; ') : 'everything the policy judges'
  return cleanMessage(spec.background === false ? `${text}; not in background scans` : text).slice(0, MAX_LENGTH)
}

function matchWords(match: JsonObject | undefined): string[] {
  const any = asObjects(match?.any).map(filterWords)
  const all = asObjects(match?.all).map(filterWords)
  return [...(any.length > 0 ? [any.join(', or ')] : []), ...(all.length > 0 ? [all.join(', and ')] : [])]
}

function filterWords(filter: JsonObject): string {
  const resources = asObject(filter.resources) ?? {}
  const kinds = namesOf(resources.kinds)
  const selectors = [
    ['labels', resources.selector ?? filter.selector],
    ['namespace labels', resources.namespaceSelector ?? filter.namespaceSelector],
    ['annotations', resources.annotations],
  ] as const
  return [
    kinds || 'any kind',
    said('named', namesOf(resources.names) || asText(resources.name)),
    said('in namespace', namesOf(resources.namespaces)),
    ...selectors.map(([what, value]) => said(`with ${what}`, asObject(value) && JSON.stringify(value))),
    said('on', namesOf(resources.operations)),
    said('by', subjectsOf(filter.subjects ?? resources.subjects)),
    said('with role', namesOf(filter.roles)),
    said('with cluster role', namesOf(filter.clusterRoles)),
  ]
    .filter((word) => word !== '')
    .join(' ')
}

function conditionWords({ conditions }: JsonObject): string[] {
  return (['any', 'all'] as const).flatMap((how) => {
    const words = asObjects(asObject(conditions)?.[how]).map(
      ({ key, operator, value }) => `${plain(key)} ${plain(operator)} ${plain(value)}`,
    )
    return words.length > 0 ? [`when ${words.join(how === 'any' ? ' or ' : ' and ')}`] : []
  })
}

function securityWords({ podSecurity }: JsonObject): string[] {
  return asObjects(podSecurity).map((control) =>
    [
      `Pod Security control ${plain(control.controlName)}`,
      said('of', asText(control.restrictedField)),
      said('being', namesOf(control.values)),
      said('for images', namesOf(control.images)),
    ]
      .filter((word) => word !== '')
      .join(' '),
  )
}

function celWords({ matchConditions, images, allowedValues }: JsonObject): string[] {
  const expressions = asObjects(matchConditions).flatMap(({ expression }) => asText(expression) ?? [])
  return [
    expressions.length > 0 ? `when ${expressions.join(' and ')}` : '',
    said('images', namesOf(images)),
    said('allowed values', namesOf(allowedValues)),
  ].filter((word) => word !== '')
}

const namesOf = (list: unknown): string =>
  asList(list)
    .flatMap((name) => asText(name) ?? [])
    .join(', ')

const subjectsOf = (subjects: unknown): string =>
  asObjects(subjects)
    .map(({ kind, name }) => `${plain(kind)} ${plain(name)}`)
    .join(', ')

const said = (word: string, what: string | undefined): string => (what ? `${word} ${what}` : '')
const plain = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
