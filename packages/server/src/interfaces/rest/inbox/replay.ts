import { Timestamp, type WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Body = z.union(
  [
    z.object({ parked: z.literal(true).meta({ description: 'Everything that is parked' }) }).strict(),
    z.object({ since: Timestamp.meta({ description: 'Everything received at or after this time' }) }).strict(),
    z.object({ seqs: z.array(z.int().min(1)).min(1).max(1_000) }).strict(),
  ],
  { error: 'give one of {"parked": true}, {"since": "2026-11-21T09:00:00Z"} and {"seqs": [1, 2]} (1,000 at most)' },
)
/** What is to be projected again. */
export type ReplaySelection = z.infer<typeof Body>

const Outcome = z.object({
  replayed: z.int(),
  parked: z.int().meta({ description: 'Of these: could not be projected' }),
})
type ReplayOutcome = z.infer<typeof Outcome>

export interface ReplayDependencies {
  /** Projects those again that are this workspace's. */
  readonly replay: (workspaceId: WorkspaceId, selection: ReplaySelection) => Promise<ReplayOutcome>
}

/** `POST /v1/inbox/replay`: projects again. Projecting twice changes nothing, so it may be asked for at any time. */
export function registerReplayInbox(app: App, { replay }: ReplayDependencies): void {
  app.post(
    '/v1/inbox/replay',
    {
      config: { audit: { action: 'replay' } },
      schema: { summary: 'Project again', tags: ['inbox'], body: Body, response: { 200: Outcome } },
    },
    (request) => replay(principalOf(request).workspaceId, request.body),
  )
}
