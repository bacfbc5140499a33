import { Text } from '@mantine/core'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { Section } from '#app/_ui/section.tsx'
import styles from './verify-offline.module.css'

const STEPS: [string, string][] = [
  [
    'Unpack it, and compare this with the SHA-256 of the manifest that you were given over another way.',
    'sha256sum manifest.json',
  ],
  [
    'Every file is as the manifest lists it.',
    `jq -r '.files[] | "\\(.sha256)  \\(.path)"' manifest.json | sha256sum --strict -c -`,
  ],
  [
    'Nothing was added and nothing is missing: there is no output.',
    `diff <(find . ! -type d ! -path './signatures/*' ! -path ./manifest.json | sed 's|^\\./||' | LC_ALL=C sort) <(jq -r '.files[].path' manifest.json | LC_ALL=C sort)`,
  ],
  ['Intact is not complete: read what the bundle says is missing.', 'jq .completeness manifest.json'],
]

/** How to verify a bundle without this program, in words and commands. */
export function VerifyOffline() {
  return (
    <Section
      id="verify"
      title="How to verify a bundle without us"
      description="With tools that an auditor has already. verify.sh in the bundle does the same; so does the command line, without a database."
    >
      <ol className={styles.steps}>
        {STEPS.map(([words, command]) => (
          <li key={command} className={styles.step}>
            <Text mb={4}>{words}</Text>
            <CopyCommand command={command} />
          </li>
        ))}
      </ol>
      <Text mb={4}>Or at once, with this program on any machine:</Text>
      <CopyCommand command="npm run muniment -- verify muniment-bundle-000001.tar.gz" />
      <Text size="xs" c="dimmed" mt="sm">
        Exit 0: intact and complete. Exit 1: not as the manifest says. Exit 3: intact, and the bundle names what it
        lacks. SHA256SUMS alone is not enough, because whoever changes a file can change it as well. Bundles are not
        signed yet: keep the hash of the manifest where nobody else can change it.
      </Text>
    </Section>
  )
}
