import { maskMessage } from '#lib/domain/mask-message.ts'
import { objectSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Producer } from '../producer.ts'

/** Names the Kubernetes object in its logical locations, and calls its own run unsuccessful when a check fails. */
export const kubeLinter: Producer = {
  engine: 'kube-linter',
  listsRules: 'evaluated',
  judgesPolicy: true,
  failsOnFindings: true,
  subject: ({ place }) => {
    const named = (kind: string): string => place.logical.find((location) => location.kind === kind)?.name ?? ''
    const object = {
      group: named('GVK/Group'),
      kind: named('GVK/Kind'),
      namespace: named('Object Namespace'),
      name: named('Object Name'),
    }
    return object.kind && object.name ? objectSubject(place.path, object) : undefined
  },
  // The second line repeats the object with its API version.
  discriminate: ({ message }) => maskMessage(message.replace(/\nobject: .*$/s, '')),
}
