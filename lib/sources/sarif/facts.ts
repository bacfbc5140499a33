import type { Result as SarifResult } from 'sarif'
import type { JsonObject } from '#lib/sources/ci/json-value.ts'

export type Kind = SarifResult.kind
export type Level = SarifResult.level

export type LogicalLocation = { name: string; fullName: string; kind: string }

/** Where a result is: the first location the tool gives, which is the one that counts. */
export type Place = {
  /** Relative to the repository where its root is known; absent when the tool names no file. */
  path: string | undefined
  /** False when the path is the runner's own. */
  portable: boolean
  line: number
  endLine: number | undefined
  snippet: string
  logical: readonly LogicalLocation[]
}

/** One result with everything it refers to looked up: all that a producer's rules may look at. */
export type Facts = {
  ruleId: string
  rule: JsonObject | undefined
  result: JsonObject
  kind: Kind
  /** The tool wrote the kind; absent, it means `fail`. */
  kindStated: boolean
  /** Stated or derived; `none` for every kind but `fail`. */
  level: Level
  message: string
  place: Place
}
