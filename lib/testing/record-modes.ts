import type { Db } from '#lib/db/connect.ts'
import type { Mode } from '#lib/domain/mode.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import { recordPolicies } from '#lib/ingest/record-policies.ts'

type Given = { sourceId: number; at: Date; modes: Record<string, Mode> }

/** Stores made-up policies of the engine kyverno, each with one check without a rule, as all that a source has. */
export function recordModes(db: Db, { sourceId, at, modes }: Given): Promise<number> {
  const policies = Object.entries(modes).map(
    ([policy, mode]): StatedPolicy => ({
      engine: 'kyverno',
      policy,
      group: 'kyverno.io',
      kind: 'ClusterPolicy',
      namespace: '',
      name: policy,
      rules: [{ rule: '', modes: [{ place: '', mode, said: mode }] }],
      isWholePolicy: true,
      exempt: [],
      troubles: [],
      isAsCreated: false,
      object: {},
    }),
  )
  return recordPolicies(db, { sourceId, at, complete: true, policies })
}
