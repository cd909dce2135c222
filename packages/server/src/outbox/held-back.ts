import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { findSendRequester } from '../store/queries/find-send-requester.ts'
import type { Caller } from './caller.ts'
import { SendRefusal } from './send-refusal.ts'

/** What it sends waits for a person's yes, as the gate says it: gate.ts, approvalReason. */
export function asksFirst({ policy, assistant }: Pick<Caller, 'policy' | 'assistant'>): boolean {
  return policy === 'approve' || (assistant && policy === null)
}

/**
 * Under `block` nothing is sent, and nothing is changed of what others send.
 * @throws {SendRefusal} sender-may-not-send
 */
export function refuseBlocked({ name, policy }: Pick<Caller, 'name' | 'policy'>): void {
  if (policy === 'block') throw new SendRefusal('sender-may-not-send', `"${name}" may not send.`)
}

/**
 * A yes is worth something only where it is another's: whose own messages wait for one, or are refused, gives none, and no no either.
 * @throws {SendRefusal} decider-held-back
 */
export function requireDecider({ name, policy }: Pick<Caller, 'name' | 'policy'>): void {
  if (policy !== 'approve' && policy !== 'block') return
  const why = policy === 'approve' ? 'wait for approval themselves' : 'are refused'
  throw new SendRefusal(
    'decider-held-back',
    `The messages of "${name}" ${why}, so it decides about none. A credential with approvals:decide whose sendPolicy is "allow", or ` +
      'that has none, can: a person at `switchboard approvals`, for example.',
  )
}

/**
 * What somebody else wants to send is theirs: to change or stop it takes a credential that may decide about messages, or that was
 * stated to send as it likes. What is not there is not looked at: whoever asks next says so.
 * @param mayDecide the caller has the scope for approvals
 * @throws {SendRefusal} send-not-own
 */
export async function requireOwnSend(
  tx: Queryable,
  where: { readonly workspaceId: WorkspaceId; readonly sendId: string },
  caller: Pick<Caller, 'kind' | 'id' | 'name' | 'policy' | 'assistant'>,
  mayDecide: boolean,
): Promise<void> {
  const isFree = caller.policy === 'allow' || (caller.policy === null && !caller.assistant && mayDecide)
  if (isFree) return
  const by = await findSendRequester(tx, where.workspaceId, where.sendId)
  if (by === null || by === `${caller.kind}:${caller.id}`) return
  throw new SendRefusal(
    'send-not-own',
    `Somebody else sends this message, and "${caller.name}" may neither decide about messages nor send as it likes.`,
  )
}
