import type { LeasedDelivery } from './lease-deliveries.ts'

/** One leased delivery with what it is sent with. */
export interface Ready {
  readonly delivery: LeasedDelivery
  readonly url: string
  /** Null: they can not be opened, and nothing goes out unsigned. */
  readonly secrets: readonly string[] | null
  /** Null: nothing to send any more. */
  readonly body: string | null
  readonly builtAt: number
}

/** The way to one endpoint: so many requests at a time, the rest wait in order. Nothing of it holds up another lane. */
export interface EndpointLane {
  add(ready: Ready): void
  /** Waiting and under way. */
  readonly held: number
}

/** `low` is called as requests end while no more than four times the width is held. */
export function createEndpointLane(
  width: number,
  send: (ready: Ready) => Promise<void>,
  low: () => void,
): EndpointLane {
  const waiting: Ready[] = []
  let running = 0

  function next(): void {
    while (running < width) {
      const ready = waiting.shift()
      if (!ready) return
      running += 1
      void send(ready).finally(() => {
        running -= 1
        next()
        if (waiting.length + running <= 4 * width) low()
      })
    }
  }

  return {
    add(ready) {
      waiting.push(ready)
      next()
    },
    get held() {
      return waiting.length + running
    },
  }
}
