import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { listDocuments } from '../../../store/queries/list-documents.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { adminRoute } from './admin-route.ts'
import { AdminDocument, toAdminDocument } from './document.ts'
import { isoFormat } from './iso-format.ts'
import { resolveConversationId } from './resolve-conversation-id.ts'

const Query = z.object({
  conversation_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Answer = z.object({ documents: z.array(AdminDocument.extend({ created_at: z.string() })) })

/** `GET /admin/documents?conversation_id=…&limit=50`: documents and their extraction's state, newest first. */
export function registerAdminListDocuments(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/admin/documents',
    {
      config: adminRoute,
      schema: {
        summary: 'Documents and their extraction',
        tags: ['admin'],
        querystring: Query,
        response: { 200: Answer },
      },
    },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { conversation_id: given, limit } = request.query
      const conversationId = given ? await resolveConversationId(db, workspaceId, given) : undefined
      if (conversationId === null) return { documents: [] }
      const rows = await listDocuments(db, workspaceId, { conversationId, limit })
      return { documents: rows.map((row) => ({ ...toAdminDocument(row), created_at: isoFormat(row.createdAt) })) }
    },
  )
}
