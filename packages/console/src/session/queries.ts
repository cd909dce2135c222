import type { Profile } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import type { Me } from './session.ts'

/** `GET /v1/me` */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('/v1/me', { signal }),
  staleTime: 5 * 60_000,
})

/** `GET /v1/me/profile`: their account, and the workspaces that they are in. */
export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => request<Profile>('/v1/me/profile', { signal }),
  staleTime: 5 * 60_000,
})
