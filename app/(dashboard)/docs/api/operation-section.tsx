import { Stack, Text } from '@mantine/core'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import styles from './operation-section.module.css'
import type { ReferenceOperation } from './prepare-reference.ts'

/** One operation: what it answers, what it can be asked for, and a command to try it. */
export function OperationSection({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, command, parameters, fields, answers } = operation
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={styles.operation}>
      <h3 id={`${id}-title`} className={styles.title}>
        {summary}
      </h3>
      <p className={styles.path}>
        <ToneBadge tone={method === 'GET' ? 'link' : 'note'}>{method}</ToneBadge> <code>{path}</code>
      </p>
      <Stack gap="xs">
        <Text size="sm" className="prose">
          {description}
        </Text>
        <CopyCommand command={command} label={`Copy the command: ${summary}`} />
        <details className={styles.details}>
          <summary>Parameters ({parameters.length})</summary>
          <DataTable
            caption={`Parameters: ${summary}`}
            rows={parameters}
            rowKey={({ place, name }) => `${place} ${name}`}
            empty={<Text size="sm">It takes none.</Text>}
            columns={[
              {
                key: 'name',
                header: 'Name',
                isRowHeader: true,
                cell: ({ name, isRequired }) => (
                  <>
                    <code>{name}</code>
                    {isRequired && ' (required)'}
                  </>
                ),
              },
              { key: 'in', header: 'In', cell: ({ place }) => place },
              { key: 'type', header: 'Type', wide: true, cell: ({ type }) => type },
              { key: 'meaning', header: 'Meaning', wide: true, cell: (row) => row.description },
            ]}
          />
        </details>
        {fields.length > 0 && (
          <details className={styles.details}>
            <summary>Fields ({fields.length})</summary>
            <DataTable
              caption={`Fields: ${summary}`}
              rows={fields}
              rowKey={({ name }) => name}
              empty={null}
              columns={[
                { key: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <code>{name}</code> },
                { key: 'type', header: 'Type', wide: true, cell: ({ type }) => type },
                { key: 'meaning', header: 'Meaning', wide: true, cell: (row) => row.description },
              ]}
            />
          </details>
        )}
        <details className={styles.details}>
          <summary>Answers ({answers.length})</summary>
          <DataTable
            caption={`Answers: ${summary}`}
            rows={answers}
            rowKey={({ status }) => status}
            empty={null}
            columns={[
              { key: 'status', header: 'Status', isRowHeader: true, cell: ({ status }) => status },
              { key: 'meaning', header: 'Meaning', wide: true, cell: ({ words }) => words },
            ]}
          />
        </details>
      </Stack>
    </section>
  )
}
