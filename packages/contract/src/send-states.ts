import { z } from 'zod'

/**
 * held (waits for a person's yes) → queued → leased (may be on its way) → accepted by the provider | failed | unknown.
 * queued and held → cancelled. leased → queued only where it is sure that it was not sent.
 */
export const sendStates = ['held', 'queued', 'leased', 'accepted', 'failed', 'unknown', 'cancelled'] as const
export const SendState = z.enum(sendStates)
export type SendState = z.infer<typeof SendState>

/** As a message shows it: what is queued for a time that has not come is `scheduled`. */
export const MessageSendState = z.enum([...sendStates, 'scheduled'])
export type MessageSendState = z.infer<typeof MessageSendState>

/** What a message is for, which is also its precedence: answers go before notices, notices before bulk. */
export const sendPurposes = ['reply', 'notification', 'bulk'] as const
export const SendPurpose = z.enum(sendPurposes)
export type SendPurpose = z.infer<typeof SendPurpose>

/** What is done with sends of a caller or in a conversation. */
export const sendPolicies = ['allow', 'approve', 'block'] as const
export const SendPolicy = z.enum(sendPolicies)
export type SendPolicy = z.infer<typeof SendPolicy>

export const approvalStates = ['pending', 'approved', 'rejected', 'expired'] as const
export const ApprovalState = z.enum(approvalStates)
export type ApprovalState = z.infer<typeof ApprovalState>

export const OutboxId = z.uuid().brand('OutboxId')
/** Of a send; the message's id too, where the send is a message (a reaction is none). */
export type OutboxId = z.infer<typeof OutboxId>

export const ApprovalId = z.uuid().brand('ApprovalId')
export type ApprovalId = z.infer<typeof ApprovalId>

/** What else could be done, for a client that can switch on it. */
export const SendAlternative = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('template'),
    templates: z
      .array(z.object({ name: z.string(), language: z.string() }))
      .meta({ description: 'Approved templates of the account, some of them' }),
  }),
  z.object({
    kind: z.literal('split'),
    limit: z.int().meta({ description: 'Characters in one message; send again with `split: true`' }),
    parts: z.int(),
  }),
  z.object({ kind: z.literal('approval'), approvalId: ApprovalId.meta({ description: 'The one that waits now' }) }),
])
export type SendAlternative = z.infer<typeof SendAlternative>
