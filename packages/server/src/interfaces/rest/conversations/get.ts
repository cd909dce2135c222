import { Conversation, ConversationId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { readConversation } from './read-conversation.ts'

/** `GET /v1/conversations/:id`. */
export function registerGetConversation(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'One conversation',
        description:
          'A group comes with its participants. The id of a merged conversation gives the one it lives on in.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        response: { 200: Conversation },
      },
    },
    async (request) => {
      const { id } = request.params
      const conversation = await readConversation(db, principalOf(request), id)
      if (!conversation) throw new Refusal('not-found', { detail: `There is no conversation ${id}.` })
      return conversation
    },
  )
}
