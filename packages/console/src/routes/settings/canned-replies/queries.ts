import type { CannedReply, CreateCannedReply } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cannedRepliesQuery } from '../../../api/canned-replies.ts'
import { request } from '../../../api/request.ts'

/** With an id it is changed, without one it is made. */
export function useSaveCannedReply(id: string | undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CreateCannedReply) =>
      id === undefined
        ? request<CannedReply>('/v1/canned-replies', { method: 'POST', body })
        : request<CannedReply>(`/v1/canned-replies/${id}`, { method: 'PATCH', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: cannedRepliesQuery.queryKey }),
  })
}

export function useDeleteCannedReply() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<undefined>(`/v1/canned-replies/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: cannedRepliesQuery.queryKey }),
  })
}
