import { z } from 'zod'
import { AccountId, MessageId } from './ids.ts'
import { Label, LabelId } from './label.ts'
import { StatusName } from './message.ts'
import { Timestamp } from './page.ts'
import { SendState } from './send-states.ts'

export const conversationStatuses = ['open', 'snoozed', 'resolved'] as const
/** `snoozed` ends at its time, and both end when the customer writes again: then it is `open`. */
export const ConversationStatus = z.enum(conversationStatuses)
export type ConversationStatus = z.infer<typeof ConversationStatus>

/** A member, by the id of their account. */
export const MemberId = z.string().min(1).max(100)

/** Who answers. */
export const Assignee = z.object({ id: MemberId, name: z.string() }).meta({ id: 'Assignee' })
export type Assignee = z.infer<typeof Assignee>

/** Who did something: a person, or a program by its key. */
export const Actor = z.object({ kind: z.string(), id: z.string(), name: z.string() }).meta({ id: 'Actor' })
export type Actor = z.infer<typeof Actor>

/** From here on it is written "99+". */
export const mostUnread = 100

/** What the team has done with a conversation, as fields of it. */
export const conversationStateFields = {
  status: ConversationStatus,
  snoozedUntil: Timestamp.nullable(),
  assignee: Assignee.nullable(),
  labels: z.array(Label),
  unanswered: z.boolean().meta({ description: "The newest message is the customer's" }),
  unreadCount: z
    .int()
    .min(0)
    .max(mostUnread)
    .nullable()
    .meta({ description: `What you have not seen, ${mostUnread} for that and more; null for who is no person` }),
  firstUnreadId: MessageId.nullable().meta({ description: 'The oldest message that you have not seen' }),
  lastMessageStatus: StatusName.nullable().meta({ description: 'Of the newest message, where it is ours' }),
  lastMessageSendState: SendState.nullable(),
} as const

/** What is absent stays. */
export const ConversationStateChange = z
  .strictObject({
    status: ConversationStatus.optional(),
    snoozedUntil: Timestamp.optional().meta({ description: 'Needed with `snoozed`: when it is open again' }),
    assigneeId: z
      .union([z.literal('me'), MemberId])
      .nullable()
      .optional()
      .meta({ description: 'A member, `me`, or null for nobody' }),
    addLabelIds: z.array(LabelId).max(20).optional(),
    removeLabelIds: z.array(LabelId).max(20).optional(),
  })
  .refine(({ status, snoozedUntil }) => (status === 'snoozed') === (snoozedUntil !== undefined), {
    path: ['snoozedUntil'],
    message: '"snoozed" needs the time at which it ends, and nothing else takes one.',
  })
export type ConversationStateChange = z.infer<typeof ConversationStateChange>

/** Narrows lists of conversations. */
export const conversationFilterFields = {
  status: ConversationStatus.optional(),
  unanswered: z.stringbool().optional().meta({ description: "Those whose newest message is the customer's, or not" }),
  unread: z.stringbool().optional().meta({ description: 'true: only with messages that you have not seen' }),
  assigneeId: z.string().min(1).max(100).optional().meta({ description: 'A member, `me`, or `none`' }),
  labelId: LabelId.optional(),
  q: z.string().min(1).max(200).optional().meta({ description: 'A part of a name or number, or of a group’s subject' }),
} as const

/** How many conversations there are for each choice of a list. All but `snoozed` and `resolved` count open ones. */
export const ConversationCounts = z
  .object({
    open: z.int(),
    unanswered: z.int(),
    unread: z.int().nullable().meta({ description: 'null for who is no person' }),
    mine: z.int().nullable(),
    unassigned: z.int(),
    snoozed: z.int(),
    resolved: z.int(),
    accounts: z.array(z.object({ id: AccountId, count: z.int() })),
    labels: z.array(z.object({ id: LabelId, count: z.int() })),
  })
  .meta({ id: 'ConversationCounts' })
export type ConversationCounts = z.infer<typeof ConversationCounts>

/** One thing that somebody of the team did with a conversation. */
export const ConversationChange = z
  .object({
    id: z.uuid(),
    at: Timestamp,
    by: Actor,
    change: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('status'), status: ConversationStatus, snoozedUntil: Timestamp.nullable() }),
      z.object({ kind: z.literal('assignee'), assignee: Assignee.nullable() }),
      z.object({ kind: z.literal('label'), added: z.boolean(), label: Label }),
    ]),
  })
  .meta({ id: 'ConversationChange' })
export type ConversationChange = z.infer<typeof ConversationChange>

export const PresenceState = z.enum(['viewing', 'typing'])
export type PresenceState = z.infer<typeof PresenceState>

/** Somebody else of the team who is in the conversation at this moment. */
export const Presence = z.object({ id: MemberId, name: z.string(), state: PresenceState }).meta({ id: 'Presence' })
export type Presence = z.infer<typeof Presence>
