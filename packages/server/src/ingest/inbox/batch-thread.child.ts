import { parentPort, workerData } from 'node:worker_threads'
import { openPool } from '../../store/pool.ts'
import type { BatchCommitter } from './batch.ts'
import { createBatchCommitter } from './batch-committer.ts'
import type { BatchAnswer, BatchMessage, BatchThreadData } from './batch-thread.ts'
import { InboxUnavailableError } from './inbox-errors.ts'

/** The thread of batch-thread.ts: a batch comes, an answer goes; null ends it. */
const port = parentPort
if (!port) throw new Error('batch-thread.child.ts runs as a thread of batch-thread.ts')
// What batch-thread.ts gave.
const { connectionString, timeoutMilliseconds, lanes } = workerData as BatchThreadData

// A connection for each lane, and one for making partitions.
const applicationName = 'switchboard inbox'
const pool = openPool({ connectionString, maxConnections: lanes + 1, applicationName })
const committers = Array.from({ length: lanes }, () =>
  createBatchCommitter({ pool, ...(timeoutMilliseconds && { timeoutMilliseconds }) }),
)

port.on('message', async (message: BatchMessage | null) => {
  if (message) {
    port.postMessage(await answerTo(message, committers[message.lane]))
    return
  }
  for (const committer of committers) await committer[Symbol.asyncDispose]()
  await pool.end()
  port.close()
})

async function answerTo(
  { lane, memory, ...rest }: BatchMessage,
  committer: BatchCommitter | undefined,
): Promise<BatchAnswer> {
  try {
    if (!committer) throw new Error(`there is no lane ${lane}`)
    return { lane, outcomes: await committer.commit({ ...rest, memory: Buffer.from(memory) }) }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { lane, error, unavailable: error instanceof InboxUnavailableError }
  }
}
