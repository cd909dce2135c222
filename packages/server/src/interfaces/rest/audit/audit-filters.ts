import { Timestamp } from '@switchboard/contract'
import { z } from 'zod'

export const auditFilters = {
  actor: z.string().optional().meta({ description: "The key's id" }),
  actorKind: z.string().optional(),
  client: z.string().optional().meta({ description: 'Name of the program or assistant' }),
  interface: z.string().optional(),
  action: z.string().optional(),
  target: z.string().optional(),
  subject: z.string().optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional(),
  approvalId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  conversationId: z.uuid().optional(),
  messageId: z.uuid().optional(),
  changesOnly: z.stringbool().optional().meta({ description: 'Without what only looked' }),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
}
