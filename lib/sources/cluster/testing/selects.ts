import type { KubeObject } from './object-store.ts'

type Test = (object: KubeObject) => boolean

/** The label and field selectors of a query as one test; undefined when there are none. */
export function selects(query: URLSearchParams): Test | undefined {
  const tests = [
    ...terms(query.get('labelSelector')).map(labelTest),
    ...terms(query.get('fieldSelector')).map(fieldTest),
  ]
  return tests.length > 0 ? (object) => tests.every((test) => test(object)) : undefined
}

const terms = (text: string | null) => (text ? text.split(',').map((term) => term.trim()) : [])

function labelTest(term: string): Test {
  const [, label, operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term) ?? []
  if (label && operator) return ({ metadata }) => (metadata.labels?.[label] === value) === (operator !== '!=')
  if (term.startsWith('!')) return ({ metadata }) => !Object.hasOwn(metadata.labels ?? {}, term.slice(1))
  return ({ metadata }) => Object.hasOwn(metadata.labels ?? {}, term)
}

function fieldTest(term: string): Test {
  const [field, value] = term.split(/==?/)
  return ({ metadata }) => (field === 'metadata.name' ? metadata.name : (metadata.namespace ?? '')) === value
}
