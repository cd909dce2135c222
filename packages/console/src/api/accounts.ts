import type { ConnectedAccount } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/accounts`: few, on one page, and asked for by many. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => request<{ readonly items: readonly ConnectedAccount[] }>('/v1/accounts', { signal }),
  staleTime: 60_000,
})

/** What people call a number: its name, else how it is dialled, else what the provider calls it. */
export function accountName(account: Pick<ConnectedAccount, 'name' | 'phone' | 'externalId'>): string {
  return account.name ?? account.phone ?? account.externalId
}
