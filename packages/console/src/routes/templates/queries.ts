import type { CreateTemplate, EditTemplate, Template, TemplateSync, TemplateSyncState } from '@switchboard/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { type Filling, parametersOf } from '../../templates/template-fields.ts'
import type { TemplateSearch } from './template-search.ts'

export function templatesQuery({ q, ...filters }: TemplateSearch) {
  return infiniteQueryOptions({
    queryKey: ['templates', 'list', { q, ...filters }],
    queryFn: ({ pageParam, signal }) =>
      request<{ items: readonly Template[]; nextCursor: string | null }>('/v1/templates', {
        query: { ...filters, search: q, limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (former) => former,
  })
}

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: ({ signal }) => request<Template>(`/v1/templates/${encodeURIComponent(id)}`, { signal }),
  })

export const syncStateQuery = queryOptions({
  queryKey: ['templates', 'sync'],
  queryFn: ({ signal }) => request<{ items: readonly TemplateSyncState[] }>('/v1/templates/sync', { signal }),
})

function useTemplateMutation<Input, Output>(run: (input: Input) => Promise<Output>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
  })
}

export const useSyncTemplates = () =>
  useTemplateMutation(() => request<{ items: readonly TemplateSync[] }>('/v1/templates/sync', { method: 'POST' }))

export const useCreateTemplate = () =>
  useTemplateMutation((draft: CreateTemplate) => request<Template>('/v1/templates', { method: 'POST', body: draft }))

export const useEditTemplate = (id: string) =>
  useTemplateMutation((change: EditTemplate) =>
    request<Template>(`/v1/templates/${id}`, { method: 'PATCH', body: change }),
  )

export const useDeleteTemplate = () =>
  useTemplateMutation((id: string) => request<Template>(`/v1/templates/${id}`, { method: 'DELETE' }))

export interface TestSend extends Filling {
  readonly to: string
  /** The same for every try of one message. */
  readonly key: string
}

export const useTestTemplate = (template: Template) =>
  useMutation({
    mutationFn: ({ to, key, ...filling }: TestSend) =>
      request<{ state: string }>(`/v1/templates/${template.id}/test`, {
        method: 'POST',
        body: { to: { phone: to }, parameters: parametersOf(template, filling) },
        idempotencyKey: key,
      }),
  })
