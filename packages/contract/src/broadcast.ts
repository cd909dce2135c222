import { z } from 'zod'
import { AccountId } from './ids.ts'
import { OutboundContent } from './outbound.ts'
import { Timestamp } from './page.ts'
import { SendTarget } from './send.ts'
import { OutboxId, SendState } from './send-states.ts'

export const BroadcastId = z.uuid().brand('BroadcastId')
export type BroadcastId = z.infer<typeof BroadcastId>

/**
 * draft ⇄ checking; draft → (awaiting_approval →) (scheduled →) running ⇄ paused → finished. Anything that is not over → cancelled.
 * failed: it could not go on by itself, and says why; it can be resumed as a paused one can. paused → awaiting_approval: whose own
 * messages wait for a yes wanted to resume it.
 */
export const broadcastStates = [
  'draft',
  'checking',
  'awaiting_approval',
  'scheduled',
  'running',
  'paused',
  'finished',
  'cancelled',
  'failed',
] as const
export const BroadcastState = z.enum(broadcastStates)
export type BroadcastState = z.infer<typeof BroadcastState>

/**
 * pending → queued (it is a message from then on) or refused. invalid: it could not be read. duplicate: the person is in the list
 * already. cancelled: the broadcast was, before its turn came.
 */
export const recipientStates = ['pending', 'queued', 'refused', 'invalid', 'duplicate', 'cancelled'] as const
export const RecipientState = z.enum(recipientStates)
export type RecipientState = z.infer<typeof RecipientState>

/** Why a row of a list is no recipient, or a recipient gets no message, beside the refusals of any send. Stable. */
export const rowProblems = {
  'row-broken': 'The row cannot be read',
  'row-too-long': 'The row is longer than any row may be',
  'recipient-missing': 'The row names nobody',
  'variable-missing': 'The content needs a variable that the row does not have',
  'content-invalid': 'Filled with the variables of the row, the content cannot be sent',
} as const
export type RowProblemCode = keyof typeof rowProblems

const Variables = z.record(
  z.string().min(1).max(100),
  z.union([z.string().max(4_096), z.number(), z.boolean(), z.null()]),
)

export const BroadcastRecipientInput = z
  .strictObject({
    to: SendTarget,
    variables: Variables.optional().meta({ description: 'What stands for the Liquid variables of the content' }),
  })
  .meta({ id: 'BroadcastAddressee' })
export type BroadcastRecipientInput = z.infer<typeof BroadcastRecipientInput>

/** People who are known here. Each of them has `name`, `phone` and `username` as variables, where they are known. */
export const RecipientQuery = z
  .strictObject({
    lastInboundSince: Timestamp.optional().meta({ description: 'Wrote to the account at this time or later' }),
    lastInboundBefore: Timestamp.optional().meta({ description: 'Did not write to the account since this time' }),
    optedIn: z.boolean().optional().meta({ description: 'true: only those who opted in, and did not opt out later' }),
  })
  .meta({ id: 'RecipientQuery', description: "People with a conversation on the broadcast's account" })
export type RecipientQuery = z.infer<typeof RecipientQuery>

/** The body of a request holds so many; more come as a file. */
export const mostInlineRecipients = 1_000

export const CreateBroadcast = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    accountId: AccountId.optional().meta({ description: "Absent: the workspace's default" }),
    content: OutboundContent.meta({
      description: 'Its texts may hold Liquid: `{{ firstName | default: "there" }}`, filled for each recipient',
    }),
    perSecond: z.number().positive().max(1_000).optional().meta({
      description: 'Messages a second; absent: as many as the number may send',
    }),
    recipients: z.array(BroadcastRecipientInput).max(mostInlineRecipients).optional(),
  })
  .meta({ id: 'CreateBroadcast' })
export type CreateBroadcast = z.infer<typeof CreateBroadcast>

/** What is left out stays. The list is added to at `/recipients`. */
export const UpdateBroadcast = z
  .strictObject({
    name: CreateBroadcast.shape.name.optional(),
    content: CreateBroadcast.shape.content.optional(),
    perSecond: z.number().positive().max(1_000).nullable().optional().meta({
      description: 'Messages a second; null: as many as the number may send',
    }),
  })
  .meta({ id: 'UpdateBroadcast' })
export type UpdateBroadcast = z.infer<typeof UpdateBroadcast>

export const AddRecipients = z
  .union([
    z.strictObject({ recipients: z.array(BroadcastRecipientInput).min(1).max(mostInlineRecipients) }),
    z.strictObject({ query: RecipientQuery }),
  ])
  .meta({ id: 'AddRecipients' })

const count = z.int().min(0)
const byCode = z.record(z.string(), count)

/** Where a broadcast stands. */
export const Broadcast = z
  .object({
    id: BroadcastId,
    name: z.string(),
    accountId: AccountId,
    state: BroadcastState,
    content: z.unknown(),
    perSecond: z.number().nullable(),
    startAt: Timestamp.nullable(),
    recipients: z
      .object({
        total: count,
        pending: count,
        queued: count,
        refused: count,
        invalid: count,
        duplicate: count,
        cancelled: count,
      })
      .meta({ description: 'By state; together they are the total' }),
    problems: byCode.meta({ description: 'How many were refused or invalid, by code' }),
    check: z
      .object({ checked: count, allowed: count, refused: byCode, finishedAt: Timestamp.nullable() })
      .nullable()
      .meta({ description: 'What the last dry run found; null: none since the list changed' }),
    fault: z
      .object({ code: z.string(), reason: z.string() })
      .nullable()
      .meta({ description: 'Why it was paused by the server, or failed' }),
    fingerprint: z.string().meta({ description: 'Of content, account and list, to approve what was seen' }),
    createdBy: z.unknown(),
    startedBy: z.unknown().nullable(),
    decidedBy: z.string().nullable(),
    createdAt: Timestamp,
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Broadcast' })
export type Broadcast = z.infer<typeof Broadcast>

/** What became of the queued ones: each is counted in exactly one of these, and who answered in `answered` besides. */
export const BroadcastDeliveries = z
  .object({
    waiting: count.meta({ description: 'In the outbox, or held until a person approves' }),
    accepted: count.meta({ description: 'The provider has it; no receipt yet' }),
    sent: count,
    delivered: count,
    read: count,
    failed: count,
    unknown: count.meta({ description: 'It may have been sent' }),
    cancelled: count,
    gone: count.meta({ description: 'Not kept any more: too old, or the person was erased' }),
    answered: count.meta({ description: 'Of them: who wrote in that conversation afterwards' }),
    countedAt: Timestamp,
  })
  .meta({ id: 'BroadcastDeliveries' })
export type BroadcastDeliveries = z.infer<typeof BroadcastDeliveries>

export const BroadcastDetail = Broadcast.extend({ deliveries: BroadcastDeliveries }).meta({ id: 'BroadcastDetail' })
export type BroadcastDetail = z.infer<typeof BroadcastDetail>

export const BroadcastRecipient = z
  .object({
    position: z.int(),
    line: z.int().nullable().meta({ description: 'Of the file that it came from' }),
    recipient: z
      .string()
      .nullable()
      .meta({ description: 'As it was given; of a duplicate as in the row that it repeats' }),
    variables: z.unknown().nullable(),
    state: RecipientState,
    code: z.string().nullable(),
    reason: z.string().nullable(),
    verdict: z.string().nullable().meta({ description: 'The code by which the last dry run refused them' }),
    verdictReason: z.string().nullable(),
    duplicateOf: z.int().nullable().meta({ description: 'Position of who it repeats' }),
    duplicateOfLine: z.int().nullable().meta({ description: 'Line of who it repeats, of the file that it came from' }),
    messageId: OutboxId.nullable(),
    sendState: SendState.nullable(),
    status: z.string().nullable().meta({ description: 'sent, delivered, read … as the provider said' }),
    error: z
      .unknown()
      .nullable()
      .meta({ description: 'Why it failed: what the receipt says, else what refused the send' }),
  })
  .meta({ id: 'BroadcastRecipient' })
export type BroadcastRecipient = z.infer<typeof BroadcastRecipient>

/** What an upload brought. `problems` are the first ones; the report has all. */
export const UploadResult = z
  .object({
    rows: count,
    added: count,
    invalid: count,
    duplicates: count,
    columns: z
      .array(z.object({ column: z.string(), variable: z.string().nullable() }))
      .nullable()
      .meta({ description: 'Of a CSV: what each column became; null: it names the recipient' }),
    problems: z.array(z.object({ line: z.int().nullable(), code: z.string(), reason: z.string() })),
    broadcast: Broadcast,
  })
  .meta({ id: 'UploadResult' })
export type UploadResult = z.infer<typeof UploadResult>

/** Why something cannot be done with a broadcast. Stable problem codes, each with its HTTP status. */
export const broadcastRefusals = {
  'broadcast-not-found': { status: 404, title: 'There is no such broadcast' },
  'broadcast-wrong-state': { status: 409, title: 'The broadcast is in a state in which this cannot be done' },
  'broadcast-uploading': { status: 409, title: 'Recipients are being uploaded to the broadcast' },
  'broadcast-empty': { status: 409, title: 'The broadcast has nobody to send to' },
  'broadcast-changed': { status: 409, title: 'The broadcast is not the one that was seen' },
  'broadcast-too-large': { status: 413, title: 'The broadcast has more recipients than one may have' },
  'upload-broken': { status: 400, title: 'The upload ended before the file did' },
  'upload-invalid': { status: 400, title: 'The upload is not a list of recipients' },
} as const

export type BroadcastRefusalCode = keyof typeof broadcastRefusals
