import type { Scope } from '#lib/domain/scope.ts'
import type { BundleSource } from './bundle-sources.ts'
import type { BundleWindow } from './bundle-window.ts'
import type { BundleWriter } from './bundle-writer.ts'
import type { Snapshot } from './snapshot.ts'

export type CheckName = { engine: string; policy: string; rule: string; title: string | null }

/** What every part of the export works with. */
export type BundleExport = {
  snapshot: Snapshot
  writer: BundleWriter
  window: BundleWindow
  scope: Scope
  /** The sources that the bundle covers, by id. */
  sources: BundleSource[]
  /** True when only some teams may be seen: what cannot be told apart by team is then left out, and said so. */
  isTeamLimited: boolean
  checks: Map<number, CheckName>
  /** Says what is being done. */
  progress: (text: string) => Promise<void>
}

export const sourceIds = ({ sources }: BundleExport): number[] => sources.map(({ id }) => id)
export const teamIds = ({ scope }: BundleExport): number[] | null => (scope.teams === 'all' ? null : [...scope.teams])
