import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Page } from '../../../components/page.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { EndpointBadge } from './endpoint-badge.tsx'
import { NewEndpointDialog } from './new-endpoint-dialog.tsx'
import { endpointsQuery } from './queries.ts'

/** `/app/settings/webhooks`: where events are told. */
export function WebhooksSection() {
  const words = useTranslations('settings')
  const endpoints = useQuery(endpointsQuery)
  const [adding, setAdding] = useState(false)
  const add = (
    <Button kind="primary" onClick={() => setAdding(true)}>
      <Plus /> {words('webhooks.add')}
    </Button>
  )
  return (
    <Page title={words('sections.webhooks')} intro={words('about.webhooks')} actions={add}>
      <Loaded query={endpoints}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Webhook} title={words('webhooks.none')}>
              {words('webhooks.noneWhy')}
            </EmptyState>
          ) : (
            <Card className="p-0 sm:p-0">
              <ul className="divide-y" aria-label={words('sections.webhooks')}>
                {items.map((endpoint) => (
                  <li key={endpoint.id}>
                    <Link
                      to="/settings/webhooks/$endpointId"
                      params={{ endpointId: endpoint.id }}
                      className="flex items-center gap-3 px-4 py-3 hover:bg-hover sm:px-5"
                    >
                      <span className="min-w-0 flex-1">
                        <span dir="ltr" className="block truncate text-start font-medium">
                          {endpoint.url}
                        </span>
                        <span className="block truncate text-faint text-xs">
                          {[endpoint.description, endpoint.eventTypes.join(', ')].filter(Boolean).join(' · ')}
                        </span>
                      </span>
                      <EndpointBadge endpoint={endpoint} />
                      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:rotate-180" />
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {adding && <NewEndpointDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
