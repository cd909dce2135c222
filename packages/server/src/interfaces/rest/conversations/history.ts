import { ConversationChange, ConversationId } from '@switchboard/contract'
import { z } from 'zod'
import { listConversationChanges } from '../../../store/queries/list-conversation-changes.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { requireConversation } from './require-conversation.ts'
import type { TeamDesk } from './team-desk.ts'

/** `GET /v1/conversations/:id/history`. */
export function registerConversationHistory(app: App, { db }: Pick<TeamDesk, 'db'>): void {
  app.get(
    '/v1/conversations/:id/history',
    {
      schema: {
        summary: 'What the team did with a conversation',
        description: 'Who assigned, labelled, snoozed and resolved it, and when; the newest 200 first.',
        tags: ['conversations'],
        params: z.object({ id: ConversationId }),
        response: { 200: z.object({ items: z.array(ConversationChange) }) },
      },
    },
    async (request) => {
      const id = await requireConversation(db, principalOf(request).workspaceId, request.params.id)
      return { items: await listConversationChanges(db, id) }
    },
  )
}
