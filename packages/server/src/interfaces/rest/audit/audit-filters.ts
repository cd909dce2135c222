import { Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import { toolPermissions } from '../../../access/permission-table.ts'

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
  changesOnly: z
    .stringbool()
    .optional()
    .meta({ description: 'Without what only looked, and without seen, typing and presence' }),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
}

/** Tools that need no more than to read. */
export const lookingTools: readonly string[] = Object.entries(toolPermissions)
  .filter(([, scopes]) => [scopes].flat().every((scope) => scope.endsWith(':read')))
  .map(([tool]) => tool)
