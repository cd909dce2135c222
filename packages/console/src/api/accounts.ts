import type { ConnectedAccount } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** `GET /v1/accounts`: few, and asked for by many pages. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => request<{ readonly items: readonly ConnectedAccount[] }>('/v1/accounts', { signal }),
  staleTime: 60_000,
})

/** What a person calls the number. */
export function accountName(account: Pick<ConnectedAccount, 'name' | 'displayPhoneNumber' | 'externalId'>): string {
  return account.name ?? account.displayPhoneNumber ?? account.externalId
}
