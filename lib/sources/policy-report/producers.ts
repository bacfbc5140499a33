import { shortHash } from '../ci/bound-text.ts'
import { asObject, asText, type JsonObject } from '../ci/json-value.ts'

/** What is fixed about the results of one engine, whatever the data at hand. */
export type Producer = {
  /** Its results tell of things that happened, not of how things stand. */
  tellsEvents?: boolean
  /** The part of a rule's name that belongs to the check. */
  ruleKey: (rule: string) => string
  /** Tells several findings of one check on one subject apart. */
  part?: (result: JsonObject) => string
  title?: (policy: string, rule: string, result: JsonObject) => string | undefined
}

const asWritten = (rule: string): string => rule
const propertyOf = (result: JsonObject, name: string): string => {
  const value = asObject(result.properties)?.[name]
  return typeof value === 'number' ? String(value) : (asText(value) ?? '')
}

const plain: Producer = { ruleKey: asWritten }
const events: Producer = { ruleKey: asWritten, tellsEvents: true }
/** Their rule changes with the outcome, so it is no part of the check. */
const wholePolicies: Producer = { ruleKey: () => '' }
const kyverno: Producer = { ruleKey: (rule) => rule.replace(/^autogen-(?:cronjob-)?/, '') }
const namedByPolicy: Producer = { ruleKey: asWritten, title: (policy) => policy }
const namedByRule: Producer = { ruleKey: asWritten, title: (_policy, rule) => rule }
/** kube-bench's own reports share policy and rule among the tests of a section; the index is the test's number. */
const numbered: Producer = { ruleKey: asWritten, part: (result) => propertyOf(result, 'index') }
const vulnerabilities: Producer = {
  ruleKey: asWritten,
  part: (result) => propertyOf(result, 'resource'),
  title: (_policy, _rule, { message }) => asText(message)?.slice(0, 200),
}
/** The message is the masked secret; its hash is steadier than the id, which holds the uid of the workload. */
const secrets: Producer = { ruleKey: asWritten, part: ({ message }) => shortHash(asText(message) ?? '') }

/** By the source in lower case. `unknown` is a report that names no source, which the older kube-bench adapter does not. */
const PRODUCERS: ReadonlyMap<string, Producer> = new Map([
  ['kyverno', kyverno],
  ['kyvernovalidatingpolicy', wholePolicies],
  ['kyvernoimagevalidatingpolicy', wholePolicies],
  ['kyvernomutatingpolicy', wholePolicies],
  ['kyvernogeneratingpolicy', wholePolicies],
  ['validatingadmissionpolicy', wholePolicies],
  ['mutatingadmissionpolicy', wholePolicies],
  ['trivy vulnerability', vulnerabilities],
  ['trivy exposedsecrets', secrets],
  ['trivy configaudit', namedByPolicy],
  ['trivy rbacassessment', namedByPolicy],
  ['trivy infraassessment', namedByRule],
  ['kube-bench', numbered],
  ['kube-bench-adapter', numbered],
  ['unknown', numbered],
  ['falco', events],
  ['kubearmor', events],
  ['kubearmor policy engine', events],
  ['kyverno event', events],
])

export const producerOf = (engine: string): Producer => PRODUCERS.get(engine) ?? plain
