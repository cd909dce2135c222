import { findSends } from '../../../store/queries/find-sends.ts'
import type { Reply } from '../serve/client-side.ts'
import type { ToolContext } from '../tools/tool.ts'
import type { AskingCall } from './ask-approval.ts'
import type { Outcome } from './send-many.ts'
import { takeReply } from './take-reply.ts'

/** How all the messages of the call stand when the client's person has answered, those that were refused before included. */
export async function bulkAfterReply(context: ToolContext, call: AskingCall, reply: Reply): Promise<Outcome[]> {
  const { sending, principal } = context
  const { refused, repeated, soFar } = await takeReply(context, call, reply)
  const before = soFar as Outcome[] // remembered by sendBulk with its question
  const ids = before.flatMap((outcome) => (outcome.kind === 'written' && outcome.id ? [outcome.id] : []))
  const states = new Map(
    (await findSends(sending.pool, principal.workspaceId, ids)).map(({ id, state }) => [id, state]),
  )
  return before.map((outcome) => {
    if (outcome.kind !== 'written') return outcome
    const why = outcome.approvalId === null ? undefined : refused.get(outcome.approvalId)
    if (why) return { kind: 'refused', code: why.code, reason: why.message, alternative: undefined }
    return { ...outcome, repeated, state: (outcome.id && states.get(outcome.id)) ?? 'cancelled' }
  })
}
