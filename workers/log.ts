import pino from 'pino'

/** One line of JSON an event, on standard output; values under names that hold secrets are never written. */
export const createLog = (program: string) =>
  pino({
    base: { program },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.token', '*.authorization', '*.secret', 'databaseUrl', '*.databaseUrl'],
      censor: '[redacted]',
    },
  })
