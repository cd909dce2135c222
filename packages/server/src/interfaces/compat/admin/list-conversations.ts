import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listConversationsByOffset } from '../../../store/queries/list-conversations-by-offset.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { adminRoute } from './admin-route.ts'
import { isoFormat } from './iso-format.ts'

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
const Answer = z.object({
  conversations: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['individual', 'group']),
      display_name: z.string().nullable(),
      updated_at: z.string().nullable(),
    }),
  ),
})

/** `GET /admin/conversations?limit=50&offset=0`: most recently updated first. */
export function registerAdminListConversations(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/admin/conversations',
    {
      config: adminRoute,
      schema: {
        summary: 'Most recently updated conversations',
        tags: ['admin'],
        querystring: Query,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const conversations = await listConversationsByOffset(db, principalOf(request).workspaceId, request.query)
      return {
        conversations: conversations.map(({ id, kind, subject, contact, lastMessageAt }) => ({
          id,
          type: kind === 'group' ? ('group' as const) : ('individual' as const),
          display_name: subject ?? contact?.name ?? contact?.username ?? contact?.phone ?? null,
          updated_at: lastMessageAt && isoFormat(lastMessageAt),
        })),
      }
    },
  )
}
