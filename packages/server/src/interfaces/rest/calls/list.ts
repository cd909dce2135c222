import {
  AccountId,
  Call,
  ContactId,
  ConversationId,
  Direction,
  PageQuery,
  pageOf,
  Timestamp,
} from '@switchboard/contract'
import type { Database } from '../../../store/database.ts'
import { listCalls } from '../../../store/queries/list-calls.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'

const Query = PageQuery.extend({
  accountId: AccountId.optional(),
  contactId: ContactId.optional(),
  conversationId: ConversationId.optional(),
  direction: Direction.optional(),
  after: Timestamp.optional().meta({ description: 'First seen at this time or later' }),
  before: Timestamp.optional().meta({ description: 'First seen before this time' }),
})

/** `GET /v1/calls`: the newest first. */
export function registerListCalls(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/calls',
    {
      schema: {
        summary: 'List calls',
        description: 'Voice calls as far as their signalling was seen, the newest first.',
        tags: ['calls'],
        querystring: Query,
        response: { 200: pageOf(Call) },
      },
    },
    (request) => listCalls(db, principalOf(request).workspaceId, request.query),
  )
}
