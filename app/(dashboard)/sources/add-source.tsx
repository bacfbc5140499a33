import { Code, Grid, GridCol, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { readEnv } from '#lib/env.ts'

/** The three ways in: a cluster that is watched, a pipeline that sends, files that are at hand. */
export function AddSource() {
  const { baseUrl } = readEnv()
  return (
    <Section
      id="add"
      title="Add a source"
      description="A source appears with its first results; it needs no entry beforehand."
    >
      <Grid gap="lg">
        <GridCol span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Way title="A cluster, read every few minutes">
              <CopyCommand command="KUBECONFIG=~/.kube/config npm start" label="Copy the command for a cluster" />
              <Text size="xs" c="dimmed">
                The worker lists policy reports, constraints and namespaces of the contexts in the file, read only. It
                needs no <Code>KUBECONFIG</Code> when it runs inside the cluster.
              </Text>
            </Way>
            <Way title="Files, from the command line">
              <CopyCommand
                label="Copy the command for files"
                command={`npm run muniment -- ingest --source eu-production \\
  --kind cluster --complete reports/*.yaml`}
              />
              <Text size="xs" c="dimmed">
                <Code>--complete</Code> says that the files are all there is: only then does what is missing close.
                Reports, constraint lists, SARIF and JUnit.
              </Text>
            </Way>
          </Stack>
        </GridCol>
        <GridCol span={{ base: 12, lg: 7 }}>
          <Way title="A pipeline, that sends its results">
            <CopyCommand
              label="Copy the command for a pipeline"
              command={`curl --fail --data-binary @results.sarif \\
  -H "Authorization: Bearer $MUNIMENT_TOKEN" \\
  "${baseUrl}/api/v1/ingest/sarif?source=payments-api&repository=acme/payments-api&commit=$COMMIT"`}
            />
            <Text size="xs" c="dimmed">
              <Code>sarif</Code>, <Code>junit</Code>, <Code>report</Code> or <Code>gatekeeper</Code>; gzip is welcome.
              It needs <TextLink href="/settings/tokens#create">a token</TextLink>; a job of GitHub Actions or GitLab
              can be <TextLink href="/settings/pipelines">trusted</TextLink> without one.
            </Text>
          </Way>
        </GridCol>
      </Grid>
    </Section>
  )
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6} miw={0}>
      <Text component="h3" fw={600} m={0}>
        {title}
      </Text>
      {children}
    </Stack>
  )
}
