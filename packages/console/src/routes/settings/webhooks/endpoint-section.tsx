import type { WebhookEndpoint } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Page } from '../../../components/page.tsx'
import { useLiveEvents } from '../../../live/live-provider.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { DeliveriesBlock } from './deliveries-block.tsx'
import { EndpointActions } from './endpoint-actions.tsx'
import { EndpointBadge } from './endpoint-badge.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import { endpointQuery, endpointsQuery, useEndpointActions } from './queries.ts'

const route = getRouteApi('/settings/webhooks/$endpointId')

/** `/app/settings/webhooks/<id>`: one endpoint, what it was told, and what it answered. */
export function EndpointSection() {
  const words = useTranslations('settings.webhooks')
  const { endpointId } = route.useParams()
  const queries = useQueryClient()
  const endpoint = useQuery(endpointQuery(endpointId))
  // The server switches one off by itself that answers 410, or fails for days.
  useLiveEvents(['webhook.endpoint.disabled', 'webhook.endpoint.enabled'], () => {
    void queries.invalidateQueries({ queryKey: endpointsQuery.queryKey })
  })
  return (
    <Page
      title={words('endpoint')}
      intro={
        endpoint.data && (
          <span dir="ltr" className="break-all">
            {endpoint.data.url}
          </span>
        )
      }
      actions={endpoint.data && <EndpointBadge endpoint={endpoint.data} />}
    >
      <Loaded query={endpoint} skeleton="h-96">
        {(data) => (
          <>
            <EndpointActions endpoint={data} />
            <DeliveriesBlock endpointId={data.id} />
            <EndpointForm key={data.updatedAt} endpoint={data} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function EndpointForm({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const words = useTranslations('settings.webhooks')
  const { update } = useEndpointActions(endpoint.id)
  const { url, description, eventTypes, includeMessages } = endpoint
  const kept = { url, description, eventTypes, includeMessages }
  const [draft, setDraft] = useState<Parameters<typeof EndpointFields>[0]['draft']>(kept)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate({ ...draft, eventTypes: [...draft.eventTypes] })
  }
  return (
    <Block title={words('what')}>
      <form onSubmit={submit} className="grid gap-4">
        <EndpointFields draft={draft} onChange={setDraft} />
        <SaveRow
          mutation={update}
          dirty={draft.eventTypes.length > 0 && JSON.stringify(draft) !== JSON.stringify(kept)}
        />
      </form>
    </Block>
  )
}
