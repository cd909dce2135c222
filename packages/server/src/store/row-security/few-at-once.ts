/** From `enter` to `leave`. */
export interface Turn {
  readonly since: number
}

export interface FewAtOnce {
  /** A promise where there are enough already. */
  enter(): Turn | Promise<Turn>
  leave(turn: Turn): void
}

export interface FewAtOnceOptions {
  readonly most: number
  /** Milliseconds. What takes longer no longer counts, and who waited for so long goes. */
  readonly patience: number
}

interface Waiting extends Turn {
  readonly go: (turn: Turn) => void
}

/**
 * Lets few at once while each is short. Whatever is slow keeps nobody waiting: it counts for the first milliseconds only.
 * In the order in which they came.
 */
export function createFewAtOnce({ most, patience }: FewAtOnceOptions): FewAtOnce {
  const short = new Set<Turn>()
  const waiting: Waiting[] = []
  let isTimed = false

  function begin(): Turn {
    const turn = { since: performance.now() }
    short.add(turn)
    return turn
  }

  function letIn(): void {
    while (short.size < most && waiting.length > 0) waiting.shift()?.go(begin())
    if (waiting.length === 0 || isTimed) return
    isTimed = true
    setTimeout(lookAround, patience)
  }

  function lookAround(): void {
    isTimed = false
    const before = performance.now() - patience
    for (const turn of short) if (turn.since <= before) short.delete(turn)
    while (waiting[0] !== undefined && waiting[0].since <= before) waiting.shift()?.go(begin())
    letIn()
  }

  return {
    enter() {
      if (short.size < most) return begin()
      return new Promise((go) => {
        waiting.push({ since: performance.now(), go })
        letIn()
      })
    },
    leave(turn) {
      short.delete(turn)
      letIn()
    },
  }
}
