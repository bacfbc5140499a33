import type { Role } from './role.ts'
import { EVERYTHING, type Scope } from './scope.ts'

/** Whoever asks: what is written to the audit log, what the role allows, and which rows there are. */
export type Actor = {
  /** As text that outlives the user: an e-mail address, `token:<name>`, `cli`, `worker`. */
  name: string
  kind: 'user' | 'token' | 'workload' | 'program' | 'nobody'
  /** Of the user or token. */
  id?: string
  /** Absent: no permission at all. */
  role?: Role
  /** The rows it may see: the first argument of every query after the database. */
  scope: Scope
  /** Where the request came from. */
  address?: string
}

/** A program of ours, which acts for whoever runs the server. */
export const program = (name: 'system' | 'cli' | 'worker' | 'demo'): Actor => ({
  name,
  kind: 'program',
  role: 'admin',
  scope: EVERYTHING,
})
