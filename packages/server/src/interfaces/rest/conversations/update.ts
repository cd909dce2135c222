import { Conversation, ConversationId, SendPolicy } from '@switchboard/contract'
import { z } from 'zod'
import { setChatPolicy } from '../../../outbox/set-chat-policy.ts'
import type { Database } from '../../../store/database.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'
import { readConversation } from './read-conversation.ts'

const Body = z.strictObject({
  policy: z.enum([...SendPolicy.options, 'inherit']).meta({
    description:
      'allow: also what assistants send goes. approve: a person approves each. block: nothing. inherit: as usual',
  }),
})

/** `PATCH /v1/conversations/:id`: what is done with sends in it. */
export function registerUpdateConversation(
  app: App,
  { db, pool }: { readonly db: Database } & Pick<Sending, 'pool'>,
): void {
  app.patch(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'Change what is done with sends in a conversation',
        description:
          '`block` also fails what is queued there already. The id of a merged conversation is that of the one it lives on in.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        body: Body,
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const { policy } = request.body
      const change = {
        workspaceId,
        conversationId: request.params.id,
        policy: policy === 'inherit' ? null : policy,
        by: `${kind}:${name}`,
      }
      const id = await inTransaction(pool, (tx) => setChatPolicy(tx, change))
      const conversation = id && (await readConversation(db, principalOf(request), id))
      if (!conversation) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      return conversation
    },
  )
}
