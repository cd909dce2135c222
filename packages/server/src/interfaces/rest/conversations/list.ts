import {
  AccountId,
  ContactId,
  Conversation,
  conversationFilterFields,
  PageQuery,
  pageOf,
  Timestamp,
} from '@switchboard/contract'
import { memberIdOf } from '../../../access/principal.ts'
import type { Database } from '../../../store/database.ts'
import { withStates } from '../../../store/queries/get-conversation-states.ts'
import { listConversations } from '../../../store/queries/list-conversations.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { conversationFor } from '../../without-words.ts'
import { readFilters } from './read-filters.ts'

const Query = PageQuery.extend({
  accountId: AccountId.optional(),
  contactId: ContactId.optional().meta({ description: 'Conversations with this person, and groups that they are in' }),
  kind: Conversation.shape.kind.optional(),
  since: Timestamp.optional().meta({ description: 'Only those with a message at or after this time' }),
  ...conversationFilterFields,
})

/** `GET /v1/conversations`: the newest activity first. */
export function registerListConversations(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/conversations',
    {
      schema: {
        summary: 'List conversations',
        description:
          'The newest activity first, each with its person, its newest message, whose text needs `messages:read` besides, and what ' +
          'the team has done with it. Walking the pages gives every conversation that was there at the start once, also while ' +
          'messages arrive.',
        tags: ['conversations'],
        querystring: Query,
        response: { 200: pageOf(Conversation) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const page = await listConversations(db, workspaceId, readFilters(principal, request.query))
      const items = await withStates(db, workspaceId, memberIdOf(principal), page.items)
      return { ...page, items: items.map((item) => conversationFor(principal, item)) }
    },
  )
}
