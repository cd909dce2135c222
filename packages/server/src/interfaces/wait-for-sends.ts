import { setTimeout as sleep } from 'node:timers/promises'
import type { OutboxId, SendReport, WorkspaceId } from '@switchboard/contract'
import { findSends } from '../store/queries/find-sends.ts'
import type { Sending } from './sending.ts'

/** Most are taken within two or three of the first looks; what waits longer is looked at less often. */
const firstPause = 20
const longestPause = 250

/** Where sends are when none of them is on its way any more, when the time is up, or when nobody waits for it any longer. */
export async function waitForSends(
  { pool }: Pick<Sending, 'pool'>,
  workspaceId: WorkspaceId,
  ids: readonly OutboxId[],
  milliseconds: number,
  signal?: AbortSignal,
): Promise<SendReport[]> {
  const until = performance.now() + milliseconds
  for (let pause = firstPause; ; pause = Math.min(pause * 1.3, longestPause)) {
    const reports = await findSends(pool, workspaceId, ids)
    const waiting = reports.some(({ state }) => state === 'queued' || state === 'leased')
    if (!waiting || performance.now() >= until || signal?.aborted) return reports
    await sleep(Math.min(pause, Math.max(0, until - performance.now())))
  }
}
