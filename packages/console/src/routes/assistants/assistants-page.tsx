import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bot, Plus } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { ConnectedAssistant } from './connected-assistant.tsx'
import { assistantsQuery, keyCallsQuery, keysQuery, revokeAssistant, revokeKey } from './queries.ts'

/** What speaks for people here: assistants that somebody let in, and keys that were used over MCP. */
export function AssistantsPage() {
  const words = useTranslations('assistants')
  const { can } = useSession()
  const queries = useQueryClient()
  const seesKeys = can('keys:manage') && can('audit:read')
  const granted = useQuery(assistantsQuery)
  const keys = useQuery({ ...keysQuery, enabled: seesKeys })
  const calls = useQuery({ ...keyCallsQuery, enabled: seesKeys })
  const connect = can('keys:manage') && (
    <Button asChild kind="primary">
      <Link to="/assistants/connect">
        <Plus />
        {words('connect')}
      </Link>
    </Button>
  )
  const people = (granted.data?.items ?? []).filter(({ revokedAt }) => revokedAt === null)
  const newest = new Map<string, NonNullable<typeof calls.data>['items'][number]>()
  for (const call of calls.data?.items ?? []) if (!newest.has(call.actor)) newest.set(call.actor, call)
  const byKey = (keys.data?.items ?? []).flatMap((key) => {
    const call = newest.get(key.id)
    return key.revokedAt === null && call ? { key, call } : []
  })
  const isLoading = granted.isPending || (seesKeys && (keys.isPending || calls.isPending))
  const error = granted.error ?? keys.error ?? calls.error
  return (
    <Page title={words('title')} intro={words('intro')} actions={connect}>
      {error && <ProblemNote error={error} onRetry={() => void granted.refetch()} />}
      {isLoading && !error && <Skeleton className="h-40" />}
      {!isLoading && people.length + byKey.length === 0 && (
        <EmptyState icon={Bot} title={words(seesKeys ? 'empty.title' : 'empty.titleOwn')} action={connect}>
          {words(seesKeys ? 'empty.text' : 'empty.textOwn')}
        </EmptyState>
      )}
      {people.length + byKey.length > 0 && (
        <Card className="p-0 sm:p-0">
          <ul className="divide-y">
            {people.map((each) => (
              <ConnectedAssistant
                key={each.id}
                name={each.clientName}
                about={words('letInBy', { name: each.memberName, host: each.redirectHost })}
                mayWrite={each.scopes.includes('messages:send')}
                sendPolicy={each.sendPolicy}
                lastUsedAt={each.lastUsedAt}
                onDisconnect={async () => {
                  await revokeAssistant(each.id)
                  await queries.invalidateQueries({ queryKey: assistantsQuery.queryKey })
                }}
              />
            ))}
            {byKey.map(({ key, call }) => (
              <ConnectedAssistant
                key={key.id}
                name={call.clientName ?? key.name}
                about={words('byKey', { name: key.name, tool: call.target })}
                mayWrite={key.scopes.includes('messages:send') || key.scopes.includes('admin')}
                sendPolicy={key.sendPolicy ?? 'approve'}
                lastUsedAt={call.at}
                onDisconnect={async () => {
                  await revokeKey(key.id)
                  await queries.invalidateQueries({ queryKey: keysQuery.queryKey })
                }}
              />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}
