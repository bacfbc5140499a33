import { randomUUID } from 'node:crypto'
import type { Reading } from './scan.ts'

/** Begins a reading that is to be stored in portions. */
export const openReading = (): Reading => ({
  scanId: randomUUID(),
  namespaces: new Set(),
  checks: new Set(),
  hasPass: false,
  hasResults: false,
})
