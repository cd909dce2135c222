import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Batch, BatchCommitter, BatchOutcomes } from './batch.ts'
import { InboxUnavailableError } from './inbox-errors.ts'

export interface BatchThreadOptions {
  readonly connectionString: string
  /** After this a batch counts as not committed (its bodies may still turn out to be stored). */
  readonly timeoutMilliseconds?: number
}

/** What the thread is given when it starts. */
export interface BatchThreadData extends BatchThreadOptions {
  readonly lanes: number
}

/** A batch on its way to the thread, which sees the same memory. */
export interface BatchMessage extends Omit<Batch, 'memory'> {
  readonly lane: number
  readonly memory: ArrayBufferLike
}

/** What became of the batch, or why nothing did. Errors arrive with their name, message and stack alone. */
export type BatchAnswer = { readonly lane: number } & (
  | { readonly outcomes: BatchOutcomes }
  | { readonly error: Error; readonly unavailable: boolean }
)

/** Two, so that one batch is written while another waits for the disk. */
const lanes = 2

/** It holds the numbers of a few batches and what the driver makes of them. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 }

/**
 * Commits batches on a thread of its own: hashing, the driver and what they leave to the garbage collector stay off the thread
 * that answers requests. It starts with the first batch, and with the next one after it ended by itself.
 */
export function createBatchThread(options: BatchThreadOptions): BatchCommitter {
  let thread: Worker | undefined
  const idle = Array.from({ length: lanes }, (_, lane) => lane)
  const waiting = new Map<number, PromiseWithResolvers<BatchAnswer>>()

  function start(): Worker {
    const script = new URL('./batch-thread.child.ts', import.meta.url)
    const workerData: BatchThreadData = { ...options, lanes }
    const started = new Worker(script, { workerData, resourceLimits, name: 'inbox' })
    const ended = (error: Error) => {
      // `exit` comes after `error`, when the next thread may have begun.
      if (thread !== started) return
      thread = undefined
      for (const [lane, { resolve }] of waiting) resolve({ lane, error, unavailable: true })
    }
    started.on('message', (answer: BatchAnswer) => waiting.get(answer.lane)?.resolve(answer))
    started.on('error', ended)
    started.on('exit', () => ended(new Error('the thread that writes the inbox ended')))
    return started
  }

  async function ask(lane: number, { memory, lengths, transports, shards }: Batch): Promise<BatchAnswer> {
    thread ??= start()
    const answer = Promise.withResolvers<BatchAnswer>()
    waiting.set(lane, answer)
    thread.postMessage({ lane, memory: memory.buffer, lengths, transports, shards } satisfies BatchMessage)
    try {
      return await answer.promise
    } finally {
      waiting.delete(lane)
    }
  }

  return {
    lanes,
    async commit(batch) {
      const lane = idle.pop()
      if (lane === undefined) throw new Error(`${lanes} batches are under way already`)
      const answer = await ask(lane, batch).finally(() => idle.push(lane))
      if ('outcomes' in answer) return answer.outcomes
      const { error, unavailable } = answer
      throw unavailable ? new InboxUnavailableError(error.message, { cause: error }) : error
    },
    async [Symbol.asyncDispose]() {
      if (!thread) return
      const exit = once(thread, 'exit')
      thread.postMessage(null)
      await exit
    },
  }
}
