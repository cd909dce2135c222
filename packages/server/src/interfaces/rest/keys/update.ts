import { ApiKeyId, SendPolicy } from '@switchboard/contract'
import { z } from 'zod'
import { changeSendPolicy, refuseFreedom } from '../../../access/change-send-policy.ts'
import { listKeys } from '../../../access/keys.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { findSendPolicy } from '../../../store/queries/find-send-policy.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'
import { ApiKey, toApiKey } from './key.ts'

const Body = z.strictObject({
  sendPolicy: SendPolicy.nullable().meta({
    description: 'allow, approve or block; null: what an assistant sends over MCP waits for approval, all else goes',
  }),
})

/** `PATCH /v1/keys/:id`: what is done with what it sends, from its next send on. What is queued stays so. */
export function registerUpdateKey(app: App, { db, pool }: { readonly db: Database } & Pick<Sending, 'pool'>): void {
  app.patch(
    '/v1/keys/:id',
    {
      schema: {
        summary: 'Change what is done with what a key sends',
        tags: ['access'],
        params: z.object({ id: ApiKeyId }),
        body: Body,
        response: { 200: ApiKey },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId, kind, name } = principal
      const { id: keyId } = request.params
      const { sendPolicy } = request.body
      refuseFreedom(principal.kind === 'key' ? await findSendPolicy(pool, principal.id) : null, sendPolicy)
      const change = { workspaceId, keyId, sendPolicy, by: `${kind}:${name}` }
      const changed = await inTransaction(pool, (tx) => changeSendPolicy(tx, change))
      const key = changed && (await listKeys(db, workspaceId)).find(({ id }) => id === keyId)
      if (!key) throw new Refusal('not-found', { detail: `There is no key ${keyId}, or it was revoked.` })
      return toApiKey(key)
    },
  )
}
