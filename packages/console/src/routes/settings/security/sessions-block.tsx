import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { sessionsQuery, useEndSession } from '../account/queries.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { browserOf } from './browser-of.ts'

/** Where somebody is signed in, and out of where they want to be. */
export function SessionsBlock() {
  const words = useTranslations('settings.security')
  const format = useFormatter()
  const toast = useToast()
  const sessions = useQuery(sessionsQuery)
  const end = useEndSession()
  const [all, setAll] = useState(false)
  const others = sessions.data?.items.filter(({ current }) => !current) ?? []
  return (
    <Block
      title={words('sessions')}
      intro={words('sessionsIntro')}
      actions={others.length > 0 && <Button onClick={() => setAll(true)}>{words('endOthers')}</Button>}
    >
      <Loaded query={sessions} skeleton="h-16">
        {({ items }) => (
          <ul className="divide-y" aria-label={words('sessions')}>
            {items.map(({ id, current, userAgent, address, lastSeenAt }) => (
              <li key={id} className="flex items-center gap-3 py-2.5">
                <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-faint" />
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-center gap-2 font-medium">
                    {browserOf(userAgent) ?? words('unknownBrowser')}
                    {current && <Badge tone="good">{words('thisOne')}</Badge>}
                  </span>
                  <span className="block truncate text-faint text-xs">
                    {[address, words('seenAt', { at: format.dateTime(new Date(lastSeenAt), { dateStyle: 'medium' }) })]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                {!current && (
                  <Button
                    size="small"
                    disabled={end.isPending}
                    onClick={() => end.mutate(id, { onError: toast.problem })}
                  >
                    {words('endSession')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ConfirmDialog
        open={all}
        onOpenChange={setAll}
        title={words('endOthers')}
        action={words('endOthers')}
        onConfirm={() => end.mutateAsync(undefined)}
      >
        {words('endOthersWhy')}
      </ConfirmDialog>
    </Block>
  )
}
