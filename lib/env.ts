import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ProductError } from './errors.ts'

const Env = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  MUNIMENT_DATA_DIR: z.string().min(1).default('.muniment'),
  MUNIMENT_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  MUNIMENT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  KUBECONFIG: z.string().min(1).optional(),
  MUNIMENT_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
})

export type Env = {
  databaseUrl: string | undefined
  port: number
  dataDir: string
  baseUrl: string
  secret: string
  kubeconfig: string | undefined
  /** How many proxies stand in front and add to X-Forwarded-For. */
  trustedProxies: number
}

/**
 * Reads and checks the environment, the only place that does. A wrong value throws one `invalid` error that names the
 * variable. The secret is made on first use and kept in the data directory when MUNIMENT_SECRET is not set.
 */
export function readEnv(from: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== ''))
  const parsed = Env.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ProductError('invalid', `wrong environment: ${lines.join('; ')}`)
  }
  const env = parsed.data
  const dataDir = resolve(env.MUNIMENT_DATA_DIR)
  return {
    databaseUrl: env.DATABASE_URL,
    port: env.PORT,
    dataDir,
    baseUrl: (env.MUNIMENT_BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
    secret: env.MUNIMENT_SECRET ?? keptSecret(dataDir),
    kubeconfig: env.KUBECONFIG,
    trustedProxies: env.MUNIMENT_TRUSTED_PROXIES,
  }
}

function keptSecret(dataDir: string): string {
  const path = resolve(dataDir, 'secret')
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    try {
      mkdirSync(dataDir, { recursive: true })
      writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new ProductError(
          'unavailable',
          `the data directory ${dataDir} cannot be written (${(error as Error).message}); set MUNIMENT_DATA_DIR to one that can`,
        )
    }
    return readFileSync(path, 'utf8').trim()
  }
}
