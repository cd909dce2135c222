/** A bell: whoever waits goes on when it rings, when the time is up, or when the signal aborts. */
export interface Bell {
  ring(): void
  wait(signal: AbortSignal, milliseconds?: number): Promise<void>
}

export function createBell(): Bell {
  let waiting = new Set<() => void>()
  return {
    ring() {
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    wait(signal, milliseconds) {
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          waiting.delete(wake)
          resolve()
        }
        const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds)
        signal.addEventListener('abort', wake)
        waiting.add(wake)
      })
    },
  }
}

/** Waits for so long, or until the signal aborts. */
export function pause(signal: AbortSignal, milliseconds: number): Promise<void> {
  return createBell().wait(signal, milliseconds)
}
