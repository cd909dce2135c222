import type { AccountId, Content, RenderedTemplate, ShownTemplate, Template } from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { valueAt } from './read-json.ts'

type TemplateContent = Extract<Content, { type: 'template' }>

/** What the template of a message shows with its values, as the template is now; null where it is there no more. */
export function shownTemplateQuery(accountId: AccountId | undefined, { name, language, raw }: TemplateContent) {
  const filling = { parameters: valueAt(raw, 'parameters'), components: valueAt(raw, 'components') }
  return queryOptions({
    queryKey: ['templates', 'shown', accountId, name, language, filling],
    queryFn: async ({ signal }): Promise<ShownTemplate | null> => {
      const query = { accountId, language, search: name, limit: 200 }
      const { items } = await request<{ items: Template[] }>('/v1/templates', { query, signal })
      const template = items.find((one) => one.name === name)
      if (!template) return null
      const path = `/v1/templates/${template.id}/render`
      const { shown } = await request<RenderedTemplate>(path, { method: 'POST', body: filling, signal })
      return shown
    },
    staleTime: 10 * 60_000,
    retry: false,
  })
}
