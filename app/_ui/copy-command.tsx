'use client'

import { ActionIcon, CopyButton } from '@mantine/core'
import styles from './copy-command.module.css'
import { CheckIcon, CopyIcon } from './icons.tsx'

/** A command to be copied whole. */
export function CopyCommand({ command, label = 'Copy the command' }: { command: string; label?: string }) {
  return (
    <div className={styles.box}>
      <pre className={styles.text}>
        <code>{command}</code>
      </pre>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={copy}
            aria-label={copied ? 'Copied' : label}
            className="no-print"
          >
            {copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  )
}
