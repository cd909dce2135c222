import { PageQuery, pageOf, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { shardCount } from '../../../ingest/shard-of.ts'
import type { Database } from '../../../store/database.ts'
import { inboxStates } from '../../../store/queries/inbox-state.ts'
import { listInbox } from '../../../store/queries/list-inbox.ts'
import type { App } from '../../app.ts'
import { InboxItem } from './inbox-item.ts'

const Query = PageQuery.extend({
  state: z.enum(inboxStates).optional(),
  transport: z.string().optional(),
  reason: z.string().optional().meta({ description: 'Of parked ones' }),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
})

/** `GET /v1/inbox`: what came in, newest first, and what became of it. */
export function registerListInbox(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/inbox',
    {
      schema: { summary: 'What came in', tags: ['inbox'], querystring: Query, response: { 200: pageOf(InboxItem) } },
    },
    (request) => listInbox(db, { ...request.query, shards: shardCount }),
  )
}
