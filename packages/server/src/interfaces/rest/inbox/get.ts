import { InboxItemDetail } from '@switchboard/contract'
import { z } from 'zod'
import { shardCount } from '../../../ingest/shard-of.ts'
import { getInboxItem } from '../../../store/queries/get-inbox-item.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { InboxDependencies } from './inbox-dependencies.ts'

/** `GET /v1/inbox/:seq`: one with its raw body. */
export function registerGetInboxItem(app: App, { db, bodiesOf }: InboxDependencies): void {
  app.get(
    '/v1/inbox/:seq',
    {
      schema: {
        summary: 'One raw body',
        tags: ['inbox'],
        params: z.object({ seq: z.coerce.number().int().min(1) }),
        response: { 200: InboxItemDetail },
      },
    },
    async (request) => {
      const { seq } = request.params
      const found = await getInboxItem(db, { seq, shards: shardCount })
      const { workspaceId } = principalOf(request)
      const mine = found ? await bodiesOf(workspaceId, [{ ...found.item, seq, body: found.body }]) : []
      if (!found || mine.length === 0) throw new Refusal('not-found', { detail: `There is no inbox row ${seq}.` })
      return { ...found.item, ...encode(found.body) }
    },
  )
}

function encode(bytes: Buffer): { body: string; bodyEncoding: 'utf8' | 'base64' } {
  const text = bytes.toString('utf8')
  if (Buffer.from(text, 'utf8').equals(bytes)) return { body: text, bodyEncoding: 'utf8' }
  return { body: bytes.toString('base64'), bodyEncoding: 'base64' }
}
