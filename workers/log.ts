import pino from 'pino'
import { maskSecrets } from '#lib/log/mask-secrets.ts'

const describe = ({ name, message, stack, ...rest }: Error & { code?: unknown }) => ({
  name,
  message,
  code: rest.code,
  stack,
})

/**
 * One line of JSON an event, on standard output. Of an error only its words and where it was thrown: clients hang their
 * whole state on theirs. Values under names that hold secrets are never written, nor what looks like one in any text.
 */
export const createLog = (program: string, to?: pino.DestinationStream) =>
  pino(
    {
      base: { program },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describe },
      hooks: { streamWrite: maskSecrets },
      redact: {
        paths: ['*.password', '*.token', '*.authorization', '*.secret', 'databaseUrl', '*.databaseUrl'],
        censor: '[redacted]',
      },
    },
    to,
  )
