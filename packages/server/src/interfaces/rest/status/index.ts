import { HealthHistory, Status } from '@switchboard/contract'
import { z } from 'zod'
import { shardCount } from '../../../ingest/shard-of.ts'
import type { Database, Queryable } from '../../../store/database.ts'
import { getProjectionLag } from '../../../store/queries/get-projection-lag.ts'
import { getWorkspaceStatus } from '../../../store/queries/get-workspace-status.ts'
import { listHealthSamples } from '../../../store/queries/list-health-samples.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

export interface StatusDependencies {
  /** As whoever asks. */
  readonly db: Database
  /** The system's: how far webhooks are read, and samples, are of no workspace. */
  readonly pool: Queryable
}

const Query = z.object({
  hours: z.coerce.number().int().min(1).max(168).default(24).meta({ description: 'How far back, a week at most' }),
})

/** `GET /v1/status` and `GET /v1/status/history`: what runs and what waits. */
export function registerStatus(app: App, { db, pool }: StatusDependencies): void {
  app.get(
    '/v1/status',
    {
      schema: {
        summary: 'What runs and what waits',
        description: 'Of your workspace; how long webhooks wait is of the whole server.',
        tags: ['health'],
        response: { 200: Status },
      },
    },
    async (request) => {
      const started = performance.now()
      const mine = await getWorkspaceStatus(db, principalOf(request).workspaceId)
      const milliseconds = Math.round((performance.now() - started) * 10) / 10
      const { lagSeconds } = await getProjectionLag(pool, shardCount)
      return { at: new Date().toISOString(), database: { milliseconds }, projection: { lagSeconds }, ...mine }
    },
  )
  app.get(
    '/v1/status/history',
    {
      schema: {
        summary: 'How the server stood',
        description: 'A sample a minute of the whole server, oldest first; of long spans several share a point.',
        tags: ['health'],
        querystring: Query,
        response: { 200: HealthHistory },
      },
    },
    async (request) => ({ items: await listHealthSamples(pool, request.query.hours) }),
  )
}
