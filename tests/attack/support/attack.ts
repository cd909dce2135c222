import { expect, test } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Of an attack: how often something was tried, and how often the server held. */
    attack?: { tried: number; held: number }
  }
}

/** `make attack`: more of everything, and what takes its time. */
export const long = process.env.SWITCHBOARD_ATTACK === '1'

export interface Tries {
  /** Counts one attempt; what did not hold is named when the attack is over. */
  holds(what: string, held: boolean): void
}

/** One line of the table that `make attack` prints. It fails when anything did not hold, or nothing was tried. */
export function attack(name: string, work: (tries: Tries) => Promise<void>, timeout?: number): void {
  test(
    name,
    async ({ task }) => {
      const fell: string[] = []
      const count = { tried: 0, held: 0 }
      task.meta.attack = count
      await work({
        holds(what, held) {
          count.tried += 1
          if (held) count.held += 1
          else fell.push(what)
        },
      })
      expect(fell, `what fell:\n  ${fell.slice(0, 20).join('\n  ')}`).toEqual([])
      expect(count.tried).toBeGreaterThan(0)
    },
    timeout,
  )
}
