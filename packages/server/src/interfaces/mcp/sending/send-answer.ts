import { type ConversationId, type SendReport, sendStates } from '@switchboard/contract'
import { z } from 'zod'
import type { ApprovalToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { foreignJson, Own, type View } from '../boundary/foreign.ts'

const State = z
  .enum(sendStates)
  .describe(
    'accepted: WhatsApp has it. queued, leased: on its way. held: waits for a person’s yes. cancelled, failed: was not sent. ' +
      'unknown: nobody can say; do not send it again',
  )

export const ApprovalAnswer = z.object({
  id: z.string(),
  state: z.enum(['pending', 'approved', 'rejected', 'expired']),
  reason: z.string(),
  expiresAt: z.string().describe('Undecided by then, the message is cancelled'),
  approve: z.string().describe('How a person with the scope approvals:decide approves'),
  reject: z.string(),
  tellTheUser: z.string().optional(),
})

export const SendAnswer = z.object({
  state: State,
  messages: z.array(
    z.object({
      id: z.string().describe('For get_message_status and cancel_message'),
      state: State,
      providerMessageId: z.string().optional(),
      error: z.string().optional().describe('Why it failed, as JSON'),
    }),
  ),
  conversationId: z.string(),
  approval: ApprovalAnswer.optional(),
  repeated: z.boolean().describe('This was asked for before: nothing was sent again, this is what came of it'),
})

export interface SentView {
  readonly reports: readonly SendReport[]
  readonly conversationId: ConversationId
  readonly approval: ApprovalToShow | undefined
  readonly repeated: boolean
}

export function sendAnswerView({ reports, conversationId, approval, repeated }: SentView, clip: number): View {
  return {
    state: overall(reports),
    messages: reports.map((report) => reportView(report, clip)),
    conversationId,
    approval: approval && approvalView(approval),
    repeated,
  }
}

export function reportView({ id, state, providerMessageId, error }: SendReport, clip: number): View {
  return {
    id,
    state,
    providerMessageId: providerMessageId ?? undefined,
    error: error === null ? undefined : foreignJson(error, 'provider', Math.min(clip, 600)),
  }
}

/** The parts of a long text wait and leave one after the other: the last one says it. */
function overall(reports: readonly SendReport[]): View {
  return (reports.find(({ state }) => state !== 'accepted') ?? reports.at(-1))?.state
}

export function approvalView({ id, state, reason, expiresAt }: ApprovalToShow): View {
  return {
    id,
    state,
    reason: new Own(reason),
    expiresAt,
    approve: new Own(`POST /v1/approvals/${id}/approve`),
    reject: new Own(`POST /v1/approvals/${id}/reject`),
    tellTheUser: state === 'pending' ? new Own(waitingWords(id, expiresAt)) : undefined,
  }
}

/** For a person, whatever their client shows them. */
export function waitingWords(id: string, expiresAt: string): string {
  return (
    `Not sent yet: a person has to approve it before ${expiresAt} (approval ${id}, POST /v1/approvals/${id}/approve). ` +
    'Sending it again would only ask a second time.'
  )
}
