import type { Mode } from './mode.ts'
import type { Severity } from './severity.ts'

/** What one rule does in one place. An empty place is everywhere that no other place of the rule names. */
export type StatedMode = {
  /** A namespace or a pattern of namespaces as written, or the words of a selector. */
  place: string
  mode: Mode
  /** The setting in the engine's own words. */
  said: string
}

/** What a policy leaves out on purpose, by what it says so. */
export type Exemption = { by: string; what: string }

/** A policy object as a cluster states it: what its checks are called, what they mean, and whether they block. */
export type StatedPolicy = {
  /** As the checks of its results name it. */
  engine: string
  policy: string
  group: string
  kind: string
  namespace: string
  name: string
  title?: string
  category?: string
  severity?: Severity
  description?: string
  helpUri?: string
  /** Its checks with their modes; none for what judges nothing itself, such as a template. */
  rules: { rule: string; modes: StatedMode[] }[]
  /** True when `rules` are not all its checks: the facts hold for every check of the policy. */
  isWholePolicy: boolean
  exempt: Exemption[]
  /** What its engine says is wrong with it. */
  troubles: string[]
  createdAt?: Date
  /** True when its spec was never changed, so that its modes are as old as itself. */
  isAsCreated: boolean
  object: unknown
}
