import type { ApprovalId } from '@switchboard/contract'
import { type QuestionScope, rememberQuestion } from '../../../outbox/approval-questions.ts'
import type { Caller } from '../../../outbox/caller.ts'
import { fingerprintOf } from '../../../outbox/request-fingerprint.ts'
import type { ApprovalToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { findApprovalsToShow } from '../../../store/queries/find-approvals-to-show.ts'
import { Question } from '../serve/client-side.ts'
import type { ToolContext } from '../tools/tool.ts'
import { describeApprovals } from './describe-approval.ts'

/** What a question and its reply belong to. */
export interface AskingCall {
  readonly tool: string
  /** As the tool parsed them, so that a default that is spelt out is the same call. */
  readonly args: unknown
}

export function scopeOf({ principal, client }: ToolContext, call: AskingCall): QuestionScope {
  return {
    workspaceId: principal.workspaceId,
    asked: `${principal.kind}:${principal.id}`,
    sessionId: client.sessionId,
    callFingerprint: fingerprintOf(call),
  }
}

/** Longer than a client is waited for, so that what it waited for is still there. */
const answerableMilliseconds = 15 * 60_000

/**
 * The question to the client's person, where there is somebody to ask and their yes counts: not where a person stated that the
 * messages of this key, conversation or number wait for approval. Those are asked here, by somebody who may decide.
 */
export async function askApproval(
  context: ToolContext,
  call: AskingCall,
  caller: Pick<Caller, 'policy'>,
  approvalIds: readonly ApprovalId[],
  soFar?: unknown,
): Promise<Question | null> {
  const { client, sending, principal } = context
  if (!client.canAsk || caller.policy === 'approve') return null
  const shown = (await findApprovalsToShow(sending.pool, principal.workspaceId, approvalIds)).filter(isOpen)
  if (shown.length === 0) return null
  const approvals = shown.map(({ id, fingerprint }) => ({ approvalId: id, fingerprint }))
  const state = await rememberQuestion(sending.pool, {
    ...scopeOf(context, call),
    approvals,
    soFar,
    milliseconds: answerableMilliseconds,
  })
  const ids = [...new Set(shown.map(({ id, bulkId }) => bulkId ?? id))]
  return new Question(describeApprovals(shown), state, ids)
}

function isOpen({ state, stated }: ApprovalToShow): boolean {
  return state === 'pending' && !stated
}
