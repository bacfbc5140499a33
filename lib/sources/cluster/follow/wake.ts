/** A sleep that can be ended early; a call that comes before the sleep ends the next one. */
export class Wake {
  #isCalled = false
  #end: (() => void) | undefined

  call(): void {
    this.#isCalled = true
    this.#end?.()
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!this.#isCalled && ms > 0)
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          this.#end = undefined
          resolve()
        }
        const timer = setTimeout(end, Math.min(ms, MAX_TIMER_MS))
        signal.addEventListener('abort', end, { once: true })
        this.#end = end
      })
    this.#isCalled = false
    signal.throwIfAborted()
  }
}

/** Longer timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1
