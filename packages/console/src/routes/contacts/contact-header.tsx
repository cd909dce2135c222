import type { Contact } from '@switchboard/contract'
import { useNavigate } from '@tanstack/react-router'
import { Download, Eraser, Merge, MoreHorizontal, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { useEraseContact } from './queries.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { useContactName } from './use-contact-name.ts'

/** Who it is, and what can be done with them. */
export function ContactHeader({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const { can } = useSession()
  const name = useContactName()(contact)
  const [open, setOpen] = useState<'merge' | 'rename'>()
  const seen = contact.lastSeenAt
    ? words('lastSeen', {
        date: format.dateTime(new Date(contact.lastSeenAt), { dateStyle: 'medium', timeStyle: 'short' }),
      })
    : undefined
  const merged = contact.mergedFrom?.length ?? 0
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <Avatar name={name} size="large" />
      <div className="min-w-0 flex-1 basis-56">
        <h1 className="truncate font-semibold text-2xl tracking-tight" dir="auto">
          {name}
        </h1>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
          {contact.phone && contact.phone !== name && <span dir="ltr">{contact.phone}</span>}
          {seen && <span className="text-faint">{seen}</span>}
          {contact.optOut && <Badge tone="warning">{words('optedOut')}</Badge>}
          {merged > 0 && <Badge>{words('mergedFrom', { count: merged })}</Badge>}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {can('contacts:manage') && (
          <>
            <Button onClick={() => setOpen('rename')}>
              <Pencil />
              {words('editName')}
            </Button>
            <Button onClick={() => setOpen('merge')}>
              <Merge />
              {words('merge')}
            </Button>
            <RenameDialog
              contact={contact}
              open={open === 'rename'}
              onOpenChange={(is) => setOpen(is ? 'rename' : undefined)}
            />
            <MergeDialog
              contact={contact}
              open={open === 'merge'}
              onOpenChange={(is) => setOpen(is ? 'merge' : undefined)}
            />
          </>
        )}
        <Rights contact={contact} name={name} />
      </div>
    </header>
  )
}

/** What a person may ask of whoever keeps something of them: all of it, and that it goes. */
function Rights({ contact, name }: { readonly contact: Contact; readonly name: string }) {
  const words = useTranslations('contacts')
  const { can } = useSession()
  const navigate = useNavigate()
  const toast = useToast()
  const erase = useEraseContact()
  const [isErasing, setErasing] = useState(false)
  const mayExport = can('contacts:export') && can('messages:read') && can('calls:read')
  const mayErase = can('contacts:erase')
  if (!mayExport && !mayErase) return null
  return (
    <>
      <Menu
        trigger={
          <Button size="icon" aria-label={words('actions')}>
            <MoreHorizontal />
          </Button>
        }
      >
        {mayExport && (
          <MenuItem icon={Download} onSelect={() => location.assign(`/v1/contacts/${contact.id}/export`)}>
            {words('export')}
          </MenuItem>
        )}
        {mayExport && mayErase && <MenuSeparator />}
        {mayErase && (
          <MenuItem icon={Eraser} danger onSelect={() => setErasing(true)}>
            {words('erase')}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={isErasing}
        onOpenChange={setErasing}
        title={words('eraseTitle', { name })}
        action={words('eraseDo')}
        danger
        typed={{ label: words('eraseType', { text: name }), text: name.trim() }}
        onConfirm={async () => {
          await erase.mutateAsync(contact.id)
          toast.show(words('erased', { name }))
          await navigate({ to: '/contacts', search: {} })
        }}
      >
        <p>{words('eraseWhy')}</p>
      </ConfirmDialog>
    </>
  )
}
