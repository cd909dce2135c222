import { answerQuestion, type ShownApproval } from '../../../outbox/approval-questions.ts'
import { decideApproval } from '../../../outbox/approve.ts'
import { Refusal } from '../../../refusal.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { callerOf } from '../../sending.ts'
import type { Reply } from '../serve/client-side.ts'
import type { ToolContext } from '../tools/tool.ts'
import { type AskingCall, scopeOf } from './ask-approval.ts'

export interface TakenReply {
  readonly approvals: readonly ShownApproval[]
  readonly repeated: boolean
  /** Those whose decision was refused, by approval: the gate looks again, and somebody may have been faster. */
  readonly refused: ReadonlyMap<string, Refusal>
  /** As it was remembered with the question. */
  readonly soFar: unknown
}

const notes = {
  accept: 'Approved by elicitation: the person at the MCP client that sent it accepted.',
  decline: 'Rejected by elicitation: the person at the MCP client that sent it declined.',
}

/**
 * What the client's person said is done: accepted, the messages go, in that credential's name; declined, they are cancelled; put
 * aside or too late, they go on waiting for somebody who decides here. The reply is spent before anything happens because of it.
 *
 * @throws {SendRefusal} when the reply belongs to no open question of this caller and call
 */
export async function takeReply(context: ToolContext, call: AskingCall, reply: Reply): Promise<TakenReply> {
  const { sending, principal } = context
  const { pool, rules } = sending
  const taken = await inTransaction(pool, (tx) => answerQuestion(tx, scopeOf(context, call), reply.state, reply.action))
  const refused = new Map<string, Refusal>()
  const { approvals, repeated, answer, soFar } = taken
  if (repeated || answer === 'cancel') return { approvals, repeated, refused, soFar }
  const { workspaceId } = principal
  const by = callerOf(principal, true)
  const verdict = answer === 'accept' ? 'approve' : 'reject'
  for (const shown of approvals) {
    try {
      await inTransaction(pool, (tx) =>
        decideApproval(tx, rules, { workspaceId, verdict, by, note: notes[answer], ...shown }),
      )
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.set(shown.approvalId, error)
    }
  }
  sending.poke()
  return { approvals, repeated, refused, soFar }
}
