import {
  AccountId,
  ContactId,
  ConversationId,
  Direction,
  Message,
  MessageType,
  PageQuery,
  pageOf,
  Timestamp,
} from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listMessages } from '../../../store/queries/list-messages.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Query = PageQuery.extend({
  accountId: AccountId.optional(),
  contactId: ContactId.optional().meta({ description: 'Written by this contact' }),
  conversationId: ConversationId.optional(),
  direction: Direction.optional(),
  type: MessageType.optional(),
  after: Timestamp.optional().meta({ description: 'Sent at this time or later' }),
  before: Timestamp.optional().meta({ description: 'Sent before this time' }),
})

/** `GET /v1/messages`: the newest first, across conversations. */
export function registerListMessages(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/messages',
    {
      schema: {
        summary: 'List messages',
        description:
          'The newest first, of all conversations, with edits, reactions and receipts applied. Filters narrow together; one ' +
          'that nothing fits gives an empty list. To find words, ask `/v1/search`; to follow what comes, `/v1/events`.',
        tags: ['messages'],
        querystring: Query,
        response: { 200: pageOf(Message) },
      },
    },
    (request) => listMessages(db, principalOf(request).workspaceId, request.query),
  )
}
