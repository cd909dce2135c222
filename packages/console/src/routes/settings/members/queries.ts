import type { Invitation, Member, OneTimeLink, Role, RoleScopes } from '@switchboard/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { membersQuery } from '../../../api/members.ts'
import { request } from '../../../api/request.ts'

interface Items<Item> {
  readonly items: readonly Item[]
}

export const invitationsQuery = queryOptions({
  queryKey: ['members', 'invitations'],
  queryFn: ({ signal }) => request<Items<Invitation>>('/v1/invitations', { signal }),
})

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => request<Items<RoleScopes>>('/v1/roles', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export interface NewInvitation {
  readonly role: Role
  readonly email?: string
}

/** What can be done about members; the lists are loaded again after each. */
export function useMemberActions() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: membersQuery.queryKey })
  const invite = useMutation({
    mutationFn: (body: NewInvitation) => request<OneTimeLink>('/v1/invitations', { method: 'POST', body }),
    onSuccess,
  })
  const takeBack = useMutation({
    mutationFn: (id: string) => request<undefined>(`/v1/invitations/${id}`, { method: 'DELETE' }),
    onSuccess,
  })
  const changeRole = useMutation({
    mutationFn: ({ id, role }: Pick<Member, 'id' | 'role'>) =>
      request<Member>(`/v1/members/${id}`, { method: 'PATCH', body: { role } }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (id: string) => request<undefined>(`/v1/members/${id}`, { method: 'DELETE' }),
    onSuccess,
  })
  const reset = useMutation({
    mutationFn: (id: string) => request<OneTimeLink>(`/v1/members/${id}/reset`, { method: 'POST' }),
  })
  return { invite, takeBack, changeRole, remove, reset }
}
