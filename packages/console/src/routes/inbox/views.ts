import type { Conversation, ConversationCounts } from '@switchboard/contract'
import type { QueryValue } from '../../api/request.ts'

/** The choices of the list. */
export const views = ['open', 'mine', 'unanswered', 'unassigned', 'unread', 'snoozed', 'resolved'] as const
export type View = (typeof views)[number]

export interface InboxFilter {
  readonly view: View
  readonly account?: string | undefined
  readonly label?: string | undefined
  readonly q?: string | undefined
}

/** How `GET /v1/conversations` is asked for it. */
export function queryOf({ view, account, label, q }: InboxFilter): Readonly<Record<string, QueryValue>> {
  return { accountId: account, labelId: label, q, ...queries[view] }
}

const queries: Readonly<Record<View, Readonly<Record<string, QueryValue>>>> = {
  open: { status: 'open' },
  mine: { status: 'open', assigneeId: 'me' },
  unanswered: { status: 'open', unanswered: true },
  unassigned: { status: 'open', assigneeId: 'none' },
  unread: { status: 'open', unread: true },
  snoozed: { status: 'snoozed' },
  resolved: { status: 'resolved' },
}

export function countOf(view: View, counts: ConversationCounts | undefined): number | undefined {
  return counts?.[view] ?? undefined
}

/** Whether the conversation belongs into the list; null: only the server knows, because something was searched for. */
export function belongs(filter: InboxFilter, conversation: Conversation, memberId: string): boolean | null {
  const { view, account, label, q } = filter
  if (account !== undefined && conversation.accountId !== account) return false
  if (label !== undefined && !conversation.labels.some(({ id }) => id === label)) return false
  if (!isInView(view, conversation, memberId)) return false
  return q === undefined ? true : null
}

function isInView(view: View, { status, assignee, unanswered, unreadCount }: Conversation, memberId: string): boolean {
  if (view === 'snoozed' || view === 'resolved') return status === view
  if (status !== 'open') return false
  if (view === 'mine') return assignee?.id === memberId
  if (view === 'unassigned') return assignee === null
  if (view === 'unanswered') return unanswered
  return view === 'open' || (unreadCount ?? 0) > 0
}
