import { z } from 'zod'
import type { DocumentRow } from '../../../store/queries/list-documents.ts'

/** What a list of documents and one document have in common. */
export const AdminDocument = z.object({
  id: z.string(),
  message_id: z.string().meta({ description: "WhatsApp's message id" }),
  doc_type: z.enum(['pdf', 'image', 'other']),
  mime_type: z.string().nullable(),
  extraction_status: z.literal('pending').meta({ description: 'Text is not extracted yet' }),
})

export function toAdminDocument({ id, wamid, kind, mimeType }: DocumentRow): z.infer<typeof AdminDocument> {
  return {
    id,
    message_id: wamid,
    doc_type: mimeType === 'application/pdf' ? 'pdf' : kind === 'image' ? 'image' : 'other',
    mime_type: mimeType,
    extraction_status: 'pending',
  }
}
