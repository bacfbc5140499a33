import { setTimeout as delay } from 'node:timers/promises'

const WITHIN_MS = 15_000
const EVERY_MS = 10

/** Waits until something holds, and says what is instead when it does not come to. */
export async function until<T>(ask: () => Promise<T> | T, holds: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + WITHIN_MS; ; await delay(EVERY_MS)) {
    const answer = await ask()
    if (holds(answer)) return answer
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`)
  }
}
