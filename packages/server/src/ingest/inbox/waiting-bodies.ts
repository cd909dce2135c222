import type { Batch } from './batch.ts'

/** Called once with what became of a body; it must not throw. */
export type BodyDone = (error: unknown, outcome?: 'stored' | 'duplicate') => void

export interface WaitingLimits {
  readonly maxBatchRows: number
  readonly maxBatchBytes: number
  readonly maxPendingRows: number
  readonly maxPendingBytes: number
}

interface WaitingBody {
  readonly body: Buffer
  readonly transport: string
  readonly shard: number
  readonly done: BodyDone
}

/** A batch, and who waits for it. */
export interface FilledBatch extends Batch {
  readonly bytes: number
  readonly waiters: readonly BodyDone[]
}

/**
 * Bodies in order of arrival, and the batches that they make, of which `lanes` are under way at most. A body counts as pending
 * from `add` until its batch is released.
 *
 * A body is copied as it comes into the memory of the batch that will take it; such memories take turns, and threads share them. So what was read from the sockets dies young: kept until the commit it outlives V8's young generation, thousands of
 * times a second. And memory made for each batch, 30 to 100 MB a second outside of V8's heap, is answered with a full collection
 * three times a second.
 */
export function createWaitingBodies(limits: WaitingLimits, lanes: number) {
  const free = Array.from({ length: lanes + 1 }, () => createMemory(limits.maxBatchBytes))
  let filling = createFilling(free)
  /** Those that `filling` has no room for. */
  let late: WaitingBody[] = []
  let pendingRows = 0
  let pendingBytes = 0

  function fits({ length }: Buffer): boolean {
    const rows = filling.waiters.length
    return rows === 0 || (rows < limits.maxBatchRows && filling.bytes + length <= limits.maxBatchBytes)
  }

  function put({ body, transport, shard, done }: WaitingBody): void {
    if (body.length > filling.memory.length) {
      // It is alone, however large it is, in memory of its own.
      free.push(filling.memory)
      filling.memory = createMemory(body.length)
    }
    filling.memory.set(body, filling.bytes)
    filling.bytes += body.length
    filling.lengths.push(body.length)
    filling.transports.push(transport)
    filling.shards.push(shard)
    filling.waiters.push(done)
  }

  function forget(rows: number, bytes: number): void {
    pendingRows -= rows
    pendingBytes -= bytes
  }

  return {
    get size() {
      return filling.waiters.length
    },
    get pendingRows() {
      return pendingRows
    },
    get pendingBytes() {
      return pendingBytes
    },
    /** A single body is taken however large it is, or it could never be. */
    hasRoomFor(bytes: number): boolean {
      return (
        pendingRows === 0 || (pendingRows < limits.maxPendingRows && pendingBytes + bytes <= limits.maxPendingBytes)
      )
    },
    add(waiting: WaitingBody): void {
      pendingRows += 1
      pendingBytes += waiting.body.length
      if (late.length === 0 && fits(waiting.body)) put(waiting)
      else late.push(waiting)
    },
    /** The next batch: at least one body, then as many as both caps allow. */
    take(): FilledBatch {
      const batch = filling
      filling = createFilling(free)
      const rest = late.findIndex((waiting) => {
        if (!fits(waiting.body)) return true
        put(waiting)
        return false
      })
      late = rest === -1 ? [] : late.slice(rest)
      return batch
    },
    /** Its bodies are settled, its memory is free again. */
    release(batch: FilledBatch): void {
      forget(batch.waiters.length, batch.bytes)
      if (batch.memory.length === limits.maxBatchBytes) free.push(batch.memory)
    },
    /** Everything that is not in a batch that was taken, to be failed: it no longer counts as pending. */
    takeAll(): readonly BodyDone[] {
      const waiters = [...filling.waiters, ...late.map(({ done }) => done)]
      const bytes = late.reduce((sum, { body }) => sum + body.length, filling.bytes)
      forget(waiters.length, bytes)
      if (filling.memory.length === limits.maxBatchBytes) free.push(filling.memory)
      filling = createFilling(free)
      late = []
      return waiters
    },
  }
}

interface Filling {
  memory: Buffer
  bytes: number
  readonly lengths: number[]
  readonly transports: string[]
  readonly shards: number[]
  readonly waiters: BodyDone[]
}

function createFilling(free: Buffer[]): Filling {
  const memory = free.pop()
  if (!memory) throw new Error('more batches were taken than there are lanes')
  return { memory, bytes: 0, lengths: [], transports: [], shards: [], waiters: [] }
}

/** Zeroed and not touched: it costs what of it is used. */
function createMemory(bytes: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(bytes))
}
