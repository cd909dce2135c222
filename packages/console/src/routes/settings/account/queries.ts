import type { ChangePassword, Profile, SignedInSession, UpdateProfile } from '@switchboard/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../../api/request.ts'
import { meQuery, profileQuery } from '../../../session/queries.ts'

export const sessionsQuery = queryOptions({
  queryKey: ['profile', 'sessions'],
  queryFn: ({ signal }) => request<{ readonly items: readonly SignedInSession[] }>('/v1/me/sessions', { signal }),
})

export function useChangeProfile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: UpdateProfile) => request<Profile>('/v1/me/profile', { method: 'PATCH', body }),
    onSuccess: async (profile) => {
      client.setQueryData(profileQuery.queryKey, profile)
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
    },
  })
}

export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ChangePassword) => request<undefined>('/v1/me/password', { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: profileQuery.queryKey }),
  })
}

/** Without an id: everywhere else. */
export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id?: string) =>
      request<undefined>(id === undefined ? '/v1/me/sessions' : `/v1/me/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}
