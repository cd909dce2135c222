import { AccountId, ConversationCounts, LabelId } from '@switchboard/contract'
import { z } from 'zod'
import { memberIdOf } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { countConversations } from '../../../store/queries/count-conversations.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Query = z.object({ accountId: AccountId.optional(), labelId: LabelId.optional() })

/** `GET /v1/conversations/counts`. */
export function registerCountConversations(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations/counts',
    {
      schema: {
        summary: 'Count conversations',
        description: 'How many there are for each choice of a list, of one account or label where one is named.',
        tags: ['conversations'],
        querystring: Query,
        response: { 200: ConversationCounts },
      },
    },
    (request) => {
      const principal = principalOf(request)
      return countConversations(db, principal.workspaceId, memberIdOf(principal), request.query)
    },
  )
}
