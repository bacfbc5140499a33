'use client'

import { MantineProvider } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { theme } from './theme.ts'

/** The theme, with the nonce that lets its style elements pass the content security policy. */
export function ThemeProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  // A later answer of the server comes with another nonce; the document keeps the policy it was opened with.
  const [first] = useState(nonce)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => first}>
      {children}
    </MantineProvider>
  )
}
