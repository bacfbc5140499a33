import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The version of this program, from the package it runs in. */
export const productVersion = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8'))).version
