import { InboxItem, inboxStates, PageQuery, pageOf, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { shardCount } from '../../../ingest/shard-of.ts'
import { listInbox } from '../../../store/queries/list-inbox.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { InboxDependencies } from './inbox-dependencies.ts'
import { ownItems } from './own-items.ts'

const mostPages = 10
const Query = PageQuery.extend({
  state: z.enum(inboxStates).optional(),
  transport: z.string().optional(),
  reason: z.string().optional().meta({ description: 'Of parked ones' }),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
})

/** `GET /v1/inbox`: what came in, newest first, and what became of it. */
export function registerListInbox(app: App, dependencies: InboxDependencies): void {
  const { db } = dependencies
  app.get(
    '/v1/inbox',
    {
      schema: { summary: 'What came in', tags: ['inbox'], querystring: Query, response: { 200: pageOf(InboxItem) } },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { cursor, ...query } = request.query
      const items: z.infer<typeof InboxItem>[] = []
      let next: string | null | undefined = cursor
      // Where most is of other workspaces a page may be short, or empty, and go on: what one request looks at is bounded.
      for (let looked = 0; looked < mostPages && items.length === 0 && next !== null; looked += 1) {
        const page: Awaited<ReturnType<typeof listInbox>> = await listInbox(db, {
          ...query,
          cursor: next,
          shards: shardCount,
        })
        items.push(...(await ownItems(dependencies, workspaceId, page.items)))
        next = page.nextCursor
      }
      return { items, nextCursor: next ?? null }
    },
  )
}
