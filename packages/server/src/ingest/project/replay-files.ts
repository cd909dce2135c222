import { setTimeout as sleep } from 'node:timers/promises'
import type { TransportName } from '../../transports/webhook-reader.ts'
import type { Inbox } from '../inbox/inbox.ts'
import { InboxFullError } from '../inbox/inbox-errors.ts'
import { parseBody } from '../parse-body.ts'
import type { Projector } from './projector.ts'
import { rawBodies } from './raw-body-files.ts'

export interface FilesProgress {
  readonly stored: number
  /** The same bytes were in the inbox already. */
  readonly duplicates: number
  /** Not JSON objects; each was told to `onRefused`. */
  readonly refused: number
}

export interface ReplayFilesOptions {
  readonly inbox: Pick<Inbox, 'commit'>
  /** Projects what was stored; left out where a running server does that. */
  readonly projector?: Pick<Projector, 'drain'>
  readonly transport: TransportName
  /** The shard of a parsed body, as the transport's webhook gives it. */
  readonly shardOfBody: (body: unknown) => number
  readonly onProgress?: (progress: FilesProgress) => void
  readonly onRefused?: (from: string) => void
  readonly signal?: AbortSignal
}

/** Bodies that wait for their commit at once; group commit takes them together. */
const inFlight = 256

/**
 * Takes raw bodies from files and folders as if they had just been sent: into the inbox first, then projected. Bodies that are
 * there already are counted and change nothing, so an interrupted run is simply started again.
 *
 * @throws InboxUnavailableError when the database can't take them, and what `rawBodies` throws for a path.
 */
export async function replayFiles(paths: readonly string[], options: ReplayFilesOptions): Promise<FilesProgress> {
  const { inbox, projector, transport, shardOfBody, onProgress, onRefused, signal } = options
  const progress = { stored: 0, duplicates: 0, refused: 0 }
  const commit = async (body: Buffer, shard: number): Promise<void> => {
    for (;;) {
      try {
        if ((await inbox.commit(body, transport, shard)) === 'stored') progress.stored += 1
        else progress.duplicates += 1
        return
      } catch (error) {
        if (!(error instanceof InboxFullError)) throw error
        await sleep(20, undefined, signal ? { signal } : {})
      }
    }
  }
  let waiting: Promise<void>[] = []
  const settle = async (): Promise<void> => {
    await Promise.all(waiting)
    waiting = []
    onProgress?.({ ...progress })
  }
  for await (const { body, from } of rawBodies(paths)) {
    signal?.throwIfAborted()
    const parsed = parseBody(body)
    if (parsed) waiting.push(commit(body, shardOfBody(parsed)))
    else {
      progress.refused += 1
      onRefused?.(from)
    }
    if (waiting.length >= inFlight) await settle()
  }
  await settle()
  await projector?.drain()
  return progress
}
