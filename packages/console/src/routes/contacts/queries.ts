import type { Contact, ContactDuplicate, ContactMerge, Conversation, UpdateContact } from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import type { ContactSearch } from './contact-search.ts'

export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

const pageSize = 100

/** Contacts under the filters of the address, page by page. */
export function contactsQuery({ q, sort = 'lastSeen', show }: ContactSearch) {
  return infiniteQueryOptions({
    queryKey: ['contacts', 'list', { q, sort, show }],
    queryFn: ({ pageParam, signal }) =>
      request<PageOf<Contact>>('/v1/contacts', {
        query: {
          ...{ q, sort, limit: pageSize, cursor: pageParam },
          optedOut: show === undefined ? undefined : show === 'optedOut',
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (former) => former,
  })
}

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => request<Contact>(`/v1/contacts/${encodeURIComponent(id)}`, { signal }),
  })

export const mergesQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'merges', id],
    queryFn: ({ signal }) => request<{ items: readonly ContactMerge[] }>(`/v1/contacts/${id}/merges`, { signal }),
  })

export const duplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'duplicates', id],
    queryFn: ({ signal }) =>
      request<{ items: readonly ContactDuplicate[] }>(`/v1/contacts/${id}/duplicates`, { signal }),
  })

export const conversationsOfQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['contacts', 'conversations', contactId],
    queryFn: ({ signal }) =>
      request<PageOf<Conversation>>('/v1/conversations', { query: { contactId, limit: 20 }, signal }),
  })

/** Everything that is shown of contacts is asked for again after a change. */
function useContactMutation<Input, Output>(run: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contacts'] }),
  })
}

export const useUpdateContact = (id: string) =>
  useContactMutation((change: UpdateContact) =>
    request<Contact>(`/v1/contacts/${id}`, { method: 'PATCH', body: change }),
  )

export const useMergeContacts = () =>
  useContactMutation(({ stays, goes }: { readonly stays: string; readonly goes: string }) =>
    request<Contact>(`/v1/contacts/${stays}/merge`, { method: 'POST', body: { otherId: goes } }),
  )

export const useUndoMerge = () =>
  useContactMutation(({ contactId, mergeId }: { readonly contactId: string; readonly mergeId: string }) =>
    request<{ items: readonly ContactMerge[] }>(`/v1/contacts/${contactId}/merges/${mergeId}/undo`, { method: 'POST' }),
  )

export const useEraseContact = () =>
  useContactMutation((id: string) =>
    request<{ id: string }>(`/v1/contacts/${id}/erase`, { method: 'POST', body: { confirm: id } }),
  )
