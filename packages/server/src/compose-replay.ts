import type { Logger } from 'pino'
import { readers } from './context.ts'
import { createInbox } from './ingest/inbox/inbox.ts'
import { startProjector } from './ingest/project/projector.ts'
import { type ReplayProgress, type ReplaySelection, replay } from './ingest/project/replay.ts'
import { type FilesProgress, replayFiles } from './ingest/project/replay-files.ts'
import { shardOf } from './ingest/shard-of.ts'
import type { Store } from './startup/open-store.ts'
import { accountKeyOf } from './transports/cloud-api/account-key.ts'

export interface ReplayFilesReport {
  readonly onProgress: (progress: FilesProgress) => void
  readonly onRefused: (from: string) => void
}

/** Takes raw bodies of Meta's from files and folders and projects them, whether or not a server runs beside. */
export async function replayFromFiles(
  { pool }: Store,
  log: Logger,
  paths: readonly string[],
  report: ReplayFilesReport,
): Promise<FilesProgress> {
  await using projector = startProjector({ pool, readers, log })
  await using inbox = createInbox({ pool })
  const shardOfBody = (body: unknown) => shardOf(accountKeyOf(body))
  return await replayFiles(paths, { inbox, projector, transport: 'cloud-api', shardOfBody, ...report })
}

/** Projects bodies of the inbox again. */
export function replayFromInbox(
  { pool }: Store,
  selection: ReplaySelection,
  onProgress: (progress: ReplayProgress) => void,
): Promise<ReplayProgress> {
  return replay({ pool, readers, onProgress }, selection)
}
