import type { ApiKey } from '@switchboard/contract'
import { Ellipsis, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { KeyDialog } from './key-dialog.tsx'
import { useKeyActions } from './queries.ts'

/** A key as it is known afterwards: never the key itself. */
export function KeyRow({ apiKey, isOver }: { readonly apiKey: ApiKey; readonly isOver: boolean }) {
  const words = useTranslations('settings.keys')
  const format = useFormatter()
  const { rotate, revoke } = useKeyActions()
  const [asking, setAsking] = useState<'rotate' | 'revoke'>()
  const {
    id,
    name,
    prefix,
    scopes,
    sendPolicy,
    dailyCap,
    addresses,
    accounts,
    contacts,
    lastUsedAt,
    expiresAt,
    revokedAt,
  } = apiKey
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' })
  const bounds = [
    dailyCap !== null && words('capOf', { cap: dailyCap }),
    addresses && words('addressesOf', { count: addresses.length }),
    accounts && words('accountsOf', { count: accounts.length }),
    contacts && words('contactsOf', { count: contacts.length }),
    expiresAt && !revokedAt && words('until', { at: day(expiresAt) }),
  ].filter((bound) => typeof bound === 'string')
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
            {name}
          </span>
          <code dir="ltr" className="font-mono font-normal text-faint text-xs">
            {prefix}…
          </code>
          {isOver && <Badge tone="bad">{revokedAt ? words('revoked') : words('expired')}</Badge>}
          {sendPolicy && (
            <Badge tone={sendPolicy === 'allow' ? 'warning' : 'info'}>{words(`policies.${sendPolicy}`)}</Badge>
          )}
        </p>
        <p dir="ltr" className="mt-0.5 break-words text-start font-mono text-soft text-xs">
          {scopes.join(' · ')}
        </p>
        <p className="mt-0.5 text-faint text-xs">
          {[
            lastUsedAt
              ? words('usedAt', {
                  at: format.dateTime(new Date(lastUsedAt), { dateStyle: 'medium', timeStyle: 'short' }),
                })
              : words('notUsed'),
            ...bounds,
          ].join(' · ')}
        </p>
      </div>
      {!isOver && (
        <Menu
          trigger={
            <Button kind="ghost" size="icon" aria-label={words('actionsFor', { name })}>
              <Ellipsis />
            </Button>
          }
        >
          <MenuItem icon={RefreshCw} onSelect={() => setAsking('rotate')}>
            {words('rotate')}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => setAsking('revoke')}>
            {words('revoke')}
          </MenuItem>
        </Menu>
      )}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={() => setAsking(undefined)}
        title={words('rotateTitle', { name })}
        action={words('rotate')}
        onConfirm={() => rotate.mutateAsync({ id, overlapHours: 24 })}
      >
        {words('rotateWhy')}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'revoke'}
        onOpenChange={() => setAsking(undefined)}
        title={words('revokeTitle', { name })}
        action={words('revoke')}
        danger
        onConfirm={() => revoke.mutateAsync(id)}
      >
        {words('revokeWhy')}
      </ConfirmDialog>
      {rotate.data && <KeyDialog made={rotate.data} onClose={() => rotate.reset()} />}
    </li>
  )
}
