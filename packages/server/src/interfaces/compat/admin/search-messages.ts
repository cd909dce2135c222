import type { ConversationId, Message, WorkspaceId } from '@switchboard/contract'
import { z } from 'zod'
import { searchMessages } from '../../../search/search-messages.ts'
import type { Database } from '../../../store/database.ts'
import { findTextInNewest } from '../../../store/queries/find-text-in-newest.ts'
import { resolveConversation } from '../../../store/queries/resolve-merged.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { adminRoute } from './admin-route.ts'
import { isoFormat } from './iso-format.ts'
import { resolveConversationId } from './resolve-conversation-id.ts'

const Query = z.object({
  q: z.string().max(500),
  conversation_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Answer = z.object({
  messages: z.array(
    z.object({ id: z.string(), conversation_id: z.string(), sent_at: z.string(), text_body: z.string().nullable() }),
  ),
})

/** `GET /admin/search/messages?q=…&conversation_id=…&limit=50`: by words, otherwise letter by letter; newest first. */
export function registerAdminSearchMessages(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/admin/search/messages',
    {
      config: adminRoute,
      schema: { summary: 'Text search', tags: ['admin'], querystring: Query, response: { 200: Answer } },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { q, conversation_id: given, limit } = request.query
      const conversationId = given ? await findConversation(db, workspaceId, given) : undefined
      const found = await find(db, workspaceId, { q, conversationId, limit })
      return {
        messages: found.map((message) => ({
          id: message.providerMessageId,
          conversation_id: message.conversationId,
          sent_at: isoFormat(message.sentAt),
          text_body: message.text,
        })),
      }
    },
  )
}

/** Nothing found and nowhere looked must not be the same answer. @throws {Refusal} not-found */
async function findConversation(db: Database, workspaceId: WorkspaceId, given: string): Promise<ConversationId> {
  const id = await resolveConversationId(db, workspaceId, given)
  const here = id && (await resolveConversation(db, workspaceId, id))
  if (!here) throw new Refusal('not-found', { detail: 'There is no conversation of this conversation_id.' })
  return here
}

async function find(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly q: string; readonly conversationId: ConversationId | undefined; readonly limit: number },
): Promise<Message[]> {
  const { items } = await searchMessages(db, workspaceId, args)
  if (items.length > 0) return items.map(({ message }) => message)
  return findTextInNewest(db, workspaceId, { ...args, text: args.q })
}
