import { MediaId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getDocument } from '../../../store/queries/list-documents.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { adminRoute } from './admin-route.ts'
import { AdminDocument, toAdminDocument } from './document.ts'

const Answer = AdminDocument.extend({
  extraction_error: z.string().nullable(),
  extracted_text: z.string(),
  extracted_fields: z.record(z.string(), z.unknown()),
  filename: z.string().nullable(),
  size_bytes: z.number().nullable(),
  sha256: z.string().nullable(),
})

/** `GET /admin/documents/{document_id}`: what is known of a document and its text, never its bytes. */
export function registerAdminGetDocument(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/admin/documents/:document_id',
    {
      config: adminRoute,
      schema: {
        summary: 'One document',
        tags: ['admin'],
        params: z.object({ document_id: MediaId }),
        response: { 200: Answer },
      },
    },
    async (request) => {
      const row = await getDocument(db, principalOf(request).workspaceId, request.params.document_id)
      if (!row) throw new Refusal('not-found', { detail: 'Document not found' })
      const { filename, sizeBytes, sha256 } = row
      return {
        ...toAdminDocument(row),
        // The extractor fills these once there is one.
        extraction_error: null,
        extracted_text: '',
        extracted_fields: {},
        filename,
        size_bytes: sizeBytes,
        sha256,
      }
    },
  )
}
