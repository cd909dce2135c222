import type { Connection } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { request } from '../../../api/request.ts'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'

const queryKey = ['profile', 'connections']

/** The identity provider's accounts by which one comes in; nothing where there are none. */
export function ConnectionsBlock() {
  const words = useTranslations('settings.security')
  const format = useFormatter()
  const client = useQueryClient()
  const [removing, setRemoving] = useState<Connection>()
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => request<{ readonly items: readonly Connection[] }>('/v1/me/connections', { signal }),
  })
  if (!data || data.items.length === 0) return null
  return (
    <Block title={words('connections')} intro={words('connectionsIntro')}>
      <ul className="divide-y" aria-label={words('connections')}>
        {data.items.map((connection) => (
          <li key={connection.id} className="flex items-center gap-3 py-2">
            <span className="min-w-0 flex-1">
              <span dir="ltr" className="wrap-anywhere block font-medium">
                {connection.issuer}
              </span>
              <span className="text-faint text-xs">
                {words('madeAt', { at: format.dateTime(new Date(connection.createdAt), { dateStyle: 'medium' }) })}
              </span>
            </span>
            <Button size="small" onClick={() => setRemoving(connection)}>
              {words('disconnect')}
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={words('disconnectTitle')}
        action={words('disconnect')}
        danger
        onConfirm={async () => {
          await request<undefined>(`/v1/me/connections/${removing?.id}`, { method: 'DELETE' })
          await client.invalidateQueries({ queryKey })
        }}
      >
        {words('disconnectWhy')}
      </ConfirmDialog>
    </Block>
  )
}
