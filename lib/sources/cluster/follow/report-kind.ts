import type { ApiResource } from '../discover.ts'
import { KindMemory } from './kind-memory.ts'

/** One kind of reports that a cluster serves, and how following it stands. */
export type ReportKind = {
  name: string
  resource: ApiResource
  memory: KindMemory
  /** The version from which to watch; empty until a list has given one. */
  version: string
  /** Why it cannot be listed; while there is such a kind nothing closes. */
  trouble: string | undefined
  /** Why it is compared again and again instead of watched. */
  polled: string | undefined
  isOpen: boolean
  /** When the cluster last said anything of it. */
  heardAt: number
}

export const reportKind = (name: string, resource: ApiResource): ReportKind => ({
  name,
  resource,
  memory: new KindMemory(),
  version: '',
  trouble: undefined,
  polled: undefined,
  isOpen: false,
  heardAt: 0,
})
