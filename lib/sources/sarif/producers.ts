import { maskMessage } from '#lib/domain/mask-message.ts'
import { slugify } from '#lib/sources/ci/slugify.ts'
import type { Producer } from './producer.ts'
import { checkov } from './producers/checkov.ts'
import { conftest } from './producers/conftest.ts'
import { kubeLinter } from './producers/kube-linter.ts'
import { semgrep } from './producers/semgrep.ts'
import { terrascan } from './producers/terrascan.ts'
import { trivy } from './producers/trivy.ts'

/** Driver names as the tools write them; names change with editions (`Semgrep OSS`, `CodeQL command-line toolchain`). */
const KNOWN: readonly [RegExp, Producer][] = [
  [/^(?:checkov|bridgecrew|prisma[ _]cloud)$/i, checkov],
  [/^conftest$/i, conftest],
  [/^trivy$/i, trivy],
  [/^kube-?linter$/i, kubeLinter],
  [/^terrascan$/i, terrascan],
  [/^semgrep\b/i, semgrep],
  [/^codeql\b/i, { engine: 'codeql', listsRules: 'evaluated' }],
  [
    /^kics$/i,
    { engine: 'kics', listsRules: 'fired', judgesPolicy: true, discriminate: ({ message }) => maskMessage(message) },
  ],
  [/^kubescape$/i, { engine: 'kubescape', listsRules: 'fired', judgesPolicy: true }],
  [/^(?:tfsec|defsec)$/i, { engine: 'tfsec', listsRules: 'fired', judgesPolicy: true }],
  // The message is fixed per rule, and JUnit of the same tool has one case per rule and file.
  [/^datree$/i, { engine: 'datree', listsRules: 'fired', judgesPolicy: true, discriminate: () => '' }],
]

export const producerOf = (driverName: string): Producer =>
  KNOWN.find(([name]) => name.test(driverName.trim()))?.[1] ?? { engine: slugify(driverName), listsRules: 'fired' }
