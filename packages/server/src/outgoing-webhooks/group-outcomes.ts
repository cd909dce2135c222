import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './settle-deliveries.ts'

/** Writes outcomes in groups: what comes while one is being written goes into the next. */
export interface OutcomeWriter {
  /** Resolves when it is written, or is given up because writing failed throughout. */
  write(outcome: Outcome): Promise<void>
}

interface Waiting {
  readonly outcome: Outcome
  readonly done: () => void
}

const mostAtOnce = 500
const attempts = 6

/** `settle` is tried for a few seconds; what could not be written then is attempted again when its lease has run out. */
export function createOutcomeWriter(
  settle: (outcomes: readonly Outcome[]) => Promise<void>,
  failed: (error: unknown) => void,
): OutcomeWriter {
  const waiting: Waiting[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostAtOnce)
      await writeGroup(group.map(({ outcome }) => outcome))
      for (const { done } of group) done()
    }
    writing = false
  }

  async function writeGroup(outcomes: readonly Outcome[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await settle(outcomes)
      } catch (error) {
        if (attempt === attempts) return failed(error)
        await sleep(50 * 2 ** attempt)
      }
    }
  }

  return {
    write(outcome) {
      return new Promise((done) => {
        waiting.push({ outcome, done })
        if (!writing) void writeAll()
      })
    },
  }
}
