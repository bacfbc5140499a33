import type { ClusterSnapshot, Part } from '../cluster-snapshot.ts'
import { partCompleteness } from '../part-completeness.ts'

export const namesOf = (objects: unknown[]) =>
  objects.map((object) => /"name":"([^"]+)"/.exec(JSON.stringify(object))?.[1]).sort()

/** A line for each kind that is not complete. */
export const incompleteOf = ({ kinds }: ClusterSnapshot) =>
  kinds.flatMap(({ kind, complete, state, reason }) => (complete ? [] : [`${kind} ${state}: ${reason}`]))

export const isComplete = (snapshot: ClusterSnapshot, part: Part) => partCompleteness(snapshot.kinds, part).complete
