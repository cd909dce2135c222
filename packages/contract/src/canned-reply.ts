import { z } from 'zod'
import { ConversationId } from './ids.ts'
import { Timestamp } from './page.ts'

export const CannedReplyId = z.uuid().brand('CannedReplyId')
export type CannedReplyId = z.infer<typeof CannedReplyId>

/** A text that is written often, found by its short code. */
export const CannedReply = z
  .object({
    id: CannedReplyId,
    shortCode: z.string(),
    text: z.string().meta({ description: 'Liquid, e.g. `Hi {{ contact.name | default: "there" }}`' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'CannedReply' })
export type CannedReply = z.infer<typeof CannedReply>

/** What a canned reply may say of the conversation that it is used in. */
export const cannedReplyVariables = [
  'contact.name',
  'contact.first_name',
  'contact.phone',
  'contact.username',
  'agent.name',
  'agent.first_name',
] as const

const ShortCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u, 'A short code is letters, digits, - and _, 40 at most.')
const ReplyText = z.string().min(1).max(4_096)

export const CreateCannedReply = z.strictObject({ shortCode: ShortCode, text: ReplyText })
export type CreateCannedReply = z.infer<typeof CreateCannedReply>

/** What is absent stays. */
export const UpdateCannedReply = z.strictObject({ shortCode: ShortCode.optional(), text: ReplyText.optional() })
export type UpdateCannedReply = z.infer<typeof UpdateCannedReply>

export const RenderCannedReply = z.strictObject({ conversationId: ConversationId })

/** The text for one conversation. */
export const RenderedReply = z
  .object({
    text: z.string().meta({ description: 'As it is written, variables and all, where `problem` is not null' }),
    problem: z.string().nullable().meta({ description: 'Which variable is not known here' }),
  })
  .meta({ id: 'RenderedReply' })
export type RenderedReply = z.infer<typeof RenderedReply>
