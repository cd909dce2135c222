import { fingerprintOf } from '../../../outbox/request-fingerprint.ts'
import type { SendRequest } from '../../../outbox/send-request.ts'
import { findApprovalsToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { callerOf, sendNow } from '../../sending.ts'
import { waitForSends } from '../../wait-for-sends.ts'
import type { Question } from '../serve/client-side.ts'
import { type ToolContext, ToolError } from '../tools/tool.ts'
import { type AskingCall, askApproval } from './ask-approval.ts'
import type { SentView } from './send-answer.ts'
import { takeReply } from './take-reply.ts'

/** What a tool wants sent; who asks and where the approval comes from is the same for all of them. */
export type Wanted = Omit<SendRequest, 'workspaceId' | 'caller'>

export interface SendingCall extends AskingCall {
  readonly waitSeconds: number
}

/**
 * Sends one thing for an assistant, through the gate that everything goes through. Where it has to be approved, it is written
 * down as held first and the client's person is asked then, if they can be: whatever becomes of the question, nothing is lost
 * and nothing goes without a yes.
 *
 * @param wantedBy reads what the call names; not asked after a reply
 * @throws {SendRefusal}
 */
export async function sendOne(
  context: ToolContext,
  call: SendingCall,
  wantedBy: () => Wanted | Promise<Wanted>,
): Promise<SentView | Question> {
  const { client, sending, principal } = context
  // Nothing is read again then: what was shown is what goes.
  if (client.reply) return afterReply(context, call, client.reply)
  const wanted = await wantedBy()
  const caller = callerOf(principal, true)
  const { workspaceId } = principal
  const idempotencyKey = wanted.idempotencyKey ?? keyOfCall(context, call)
  const { sends, conversationId, approvalId, repeated } = await sendNow(sending, {
    ...wanted,
    workspaceId,
    caller,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
  if (approvalId !== null && sends[0]?.state === 'held') {
    const question = await askApproval(context, call, caller, [approvalId])
    if (question) return question
  }
  const ids = sends.map(({ id }) => id)
  const [approval] = approvalId === null ? [] : await findApprovalsToShow(sending.pool, workspaceId, [approvalId])
  const reports = await waitForSends(sending, workspaceId, ids, call.waitSeconds * 1_000, client.signal)
  return { reports, conversationId, approval, repeated }
}

/**
 * Ids of calls are unique in a session, so a call that comes twice there (a client that saw no answer) is the same call. Clients
 * without sessions count from one in each process: there an id says nothing, and only a key that they give does.
 */
export function keyOfCall({ client }: ToolContext, { tool, args }: AskingCall): string | undefined {
  if (client.sessionId === null) return undefined
  return `mcp:${fingerprintOf([client.sessionId, client.requestId, tool, args])}`
}

async function afterReply(
  context: ToolContext,
  call: SendingCall,
  reply: NonNullable<ToolContext['client']['reply']>,
): Promise<SentView> {
  const { sending, principal, client } = context
  const { approvals, refused, repeated } = await takeReply(context, call, reply)
  const ids = approvals.map(({ approvalId }) => approvalId)
  const [approval] = await findApprovalsToShow(sending.pool, principal.workspaceId, ids)
  const [why] = refused.values()
  if (why) throw why
  if (!approval)
    throw new ToolError('The message is not there any more; it was erased before it was sent.', 'not-found')
  const { sendIds, conversationId } = approval
  const wait = call.waitSeconds * 1_000
  const reports = await waitForSends(sending, principal.workspaceId, sendIds, wait, client.signal)
  return { reports, conversationId, approval, repeated }
}
