import type { Conversation, ConversationStateChange } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { changesQuery } from '../../thread/queries.ts'
import { showConversation } from './conversation-cache.ts'
import { countsKey } from './queries.ts'

/** Assigns, labels, snoozes, resolves and opens again. */
export function useChangeState(conversationId: string) {
  const queries = useQueryClient()
  const { me } = useSession()
  const toast = useToast()
  return useMutation({
    mutationFn: (body: ConversationStateChange) =>
      request<Conversation>(`/v1/conversations/${conversationId}/state`, { method: 'PATCH', body }),
    onSuccess: (conversation) => {
      showConversation(queries, conversation, me.id)
      void queries.invalidateQueries({ queryKey: countsKey })
      void queries.invalidateQueries({ queryKey: changesQuery(conversationId).queryKey })
    },
    onError: (error) => toast.problem(error),
  })
}
