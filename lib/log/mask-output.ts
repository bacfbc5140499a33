import { maskSecrets } from './mask-secrets.ts'

/** From here on what this process prints, by whatever library, has its secrets masked. */
export function maskOutput(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? maskSecrets(chunk) : chunk, ...rest)
  }
}
