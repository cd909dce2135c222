import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listMessages } from '../../../store/queries/list-messages.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { adminRoute } from './admin-route.ts'
import { isoFormat, parseIso } from './iso-format.ts'
import { resolveConversationId } from './resolve-conversation-id.ts'

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before_ts: z.string().optional().meta({ description: 'ISO 8601; only messages sent before it' }),
})
const Answer = z.object({
  messages: z.array(
    z.object({
      id: z.string().meta({ description: "WhatsApp's message id" }),
      sent_at: z.string(),
      text_body: z.string().nullable(),
      direction: z.string(),
      message_type: z.string(),
    }),
  ),
})

/** `GET /admin/conversations/{conversation_id}/messages?limit=50&before_ts=…`: newest first; none for an unknown one. */
export function registerAdminListMessages(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/admin/conversations/:conversation_id/messages',
    {
      config: adminRoute,
      schema: {
        summary: 'Recent messages of a conversation',
        tags: ['admin'],
        params: z.object({ conversation_id: z.string() }),
        querystring: Query,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { limit, before_ts: given } = request.query
      const before = given ? parseIso(given) : undefined
      if (before === null) {
        throw new Refusal('invalid-request', {
          detail: 'before_ts is not a time like 2026-11-21T09:30:00+00:00',
          errors: [{ path: 'querystring.before_ts', message: 'not an ISO 8601 time' }],
        })
      }
      const conversationId = await resolveConversationId(db, workspaceId, request.params.conversation_id)
      if (conversationId === null) return { messages: [] }
      const { items } = await listMessages(db, workspaceId, { conversationId, before, limit })
      return {
        messages: items.map((message) => ({
          id: message.providerMessageId,
          sent_at: isoFormat(message.sentAt),
          text_body: message.text,
          direction: message.direction,
          message_type: message.type,
        })),
      }
    },
  )
}
