import type { ConversationId, MessageId } from '@switchboard/contract'
import { begin } from '../../api/begin.ts'
import { queryClient } from '../../api/query-client.ts'
import { callsQuery, changesQuery, notesQuery, threadQuery } from '../../thread/queries.ts'
import { conversationQuery, listQuery } from './queries.ts'
import type { InboxFilter } from './views.ts'

/* What the inbox shows first, asked for beside its code. Loaded with it, so that the shell does not carry the inbox's queries. */

export function beginList(filter: InboxFilter): void {
  begin(queryClient.ensureInfiniteQueryData(listQuery(filter)))
}

export function beginConversation(id: ConversationId, around: MessageId | undefined): void {
  begin(queryClient.ensureQueryData(threadQuery(queryClient, id, around)))
  begin(queryClient.ensureQueryData(conversationQuery(id)))
  // What stands between the messages: without it none of them is drawn. Every role may read it.
  begin(queryClient.ensureQueryData(notesQuery(id)))
  begin(queryClient.ensureQueryData(changesQuery(id)))
  begin(queryClient.ensureQueryData(callsQuery(id)))
}
