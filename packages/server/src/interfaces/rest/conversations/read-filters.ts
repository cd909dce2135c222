import { memberIdOf, type Principal } from '../../../access/principal.ts'
import type { ConversationFilters } from '../../../store/queries/conversation-filters.ts'
import { Refusal } from '../../problem.ts'

interface Asked extends Omit<ConversationFilters, 'assigneeId' | 'unreadOf'> {
  readonly assigneeId?: string | undefined
  readonly unread?: boolean | undefined
}

/** What a query says of whoever asks, as ids. @throws {Refusal} invalid-request where a program asks as a person */
export function readFilters<Query extends Asked>(principal: Principal, query: Query) {
  const { assigneeId, unread, ...others } = query
  return {
    ...others,
    ...(unread === true ? { unreadOf: requireMember(principal, 'unread') } : {}),
    ...(assigneeId === undefined ? {} : { assigneeId: readAssignee(principal, assigneeId) }),
  }
}

function readAssignee(principal: Principal, assigneeId: string): string | null {
  if (assigneeId === 'none') return null
  return assigneeId === 'me' ? requireMember(principal, 'assigneeId') : assigneeId
}

/** @throws {Refusal} invalid-request */
export function requireMember(principal: Principal, path: string): string {
  const memberId = memberIdOf(principal)
  if (memberId !== null) return memberId
  const detail = `"${principal.name}" is a program: it is nobody's assignee and has read nothing. Ask with a person's session.`
  throw new Refusal('invalid-request', { detail, errors: [{ path, message: 'Only for a person.' }] })
}
