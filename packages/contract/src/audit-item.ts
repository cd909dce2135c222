import { z } from 'zod'
import { Timestamp } from './page.ts'

const Ids = z.array(z.uuid()).readonly().optional()

/** One thing that somebody did, as the audit keeps it. */
export const AuditItem = z
  .object({
    id: z.uuid(),
    seq: z.int().meta({ description: "Its place in the workspace's chain" }),
    at: Timestamp,
    actorKind: z.string(),
    actor: z.string(),
    clientName: z.string().nullable().meta({ description: 'The program or assistant, as it calls itself' }),
    clientVersion: z.string().nullable(),
    interface: z.string(),
    action: z.string(),
    target: z.string().meta({ description: 'Route or tool' }),
    subject: z.string().nullable().meta({ description: 'Id of what it was done to' }),
    targets: z
      .object({ accountIds: Ids, contactIds: Ids, conversationIds: Ids, messageIds: Ids })
      .meta({ description: 'Whom and what it was about' }),
    contactName: z.string().nullable().optional().meta({
      description:
        'In the list: what the first contact of `targets`, or of its conversation, is called now; for whoever may read contacts',
    }),
    label: z.string().nullable().meta({ description: 'What it was about, where that is no id of ours' }),
    arguments: z.unknown(),
    outcome: z.string(),
    status: z.int().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    approvalId: z.string().nullable(),
    detailsErasedAt: Timestamp.nullable().meta({
      description: 'When label and arguments were erased with the person that they named',
    }),
  })
  .meta({ id: 'AuditItem' })
export type AuditItem = z.infer<typeof AuditItem>
