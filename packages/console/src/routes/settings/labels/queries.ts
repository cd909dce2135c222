import type { CreateLabel, Label } from '@switchboard/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { labelsQuery } from '../../../api/labels.ts'
import { request } from '../../../api/request.ts'

/** With an id it is changed, without one it is made. */
export function useSaveLabel(id: string | undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CreateLabel) =>
      id === undefined
        ? request<Label>('/v1/labels', { method: 'POST', body })
        : request<Label>(`/v1/labels/${id}`, { method: 'PATCH', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: labelsQuery.queryKey }),
  })
}

export function useDeleteLabel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<undefined>(`/v1/labels/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: labelsQuery.queryKey }),
  })
}
