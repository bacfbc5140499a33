import { resourceSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Producer } from '../producer.ts'

/** Names the resource in the logical location: its type as kind, its name as name. */
export const terrascan: Producer = {
  engine: 'terrascan',
  listsRules: 'evaluated',
  judgesPolicy: true,
  subject: ({ place }) => {
    const [resource] = place.logical
    return resource?.name
      ? resourceSubject(place.path, [resource.kind, resource.name].filter(Boolean).join('.'))
      : undefined
  },
  // The message is the rule's description, the same for every resource.
  discriminate: () => '',
}
