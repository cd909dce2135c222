import type { PhoneAction, PhoneScreen } from '@switchboard/contract'
import { Ban, Eye, Plane } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { DropArea } from '../components/drop-area.tsx'
import { useToast } from '../components/toast.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { fileAction } from './chosen-file.ts'
import type { Draft } from './draft.ts'
import { PhoneActionsContext } from './phone-actions.ts'
import { PhoneComposer } from './phone-composer.tsx'
import { PhoneHeader } from './phone-header.tsx'
import { PhoneThread } from './phone-thread.tsx'
import { actOnPhone, changePhone, readOnPhone } from './queries.ts'

export interface PhoneChatProps {
  readonly screen: PhoneScreen
  readonly onBack: () => void
}

/** The conversation with the business, as the customer has it before them. */
export function PhoneChat({ screen, onBack }: PhoneChatProps) {
  const words = useTranslations('phone')
  const { can } = useSession()
  const toast = useToast()
  const [draft, setDraft] = useState<Draft>({ kind: 'new' })
  const { customer } = screen
  const act = async (action: PhoneAction): Promise<boolean> => {
    try {
      await actOnPhone(customer.id, action)
      return true
    } catch (error) {
      toast.problem(error)
      return false
    }
  }
  // One after the other, so that they come in the order in which they lay.
  const sendAll = async (files: readonly File[]) => {
    for (const file of files) if (!(await act(await fileAction({ file, asDocument: false })))) return
  }
  const actions = { act, mayAct: can('messages:send') && !customer.blocksBusiness, setDraft }
  return (
    <PhoneActionsContext value={actions}>
      <DropArea
        label={words('chat')}
        invitation={words('dropHere')}
        className="flex min-h-0 flex-1 flex-col"
        onFiles={actions.mayAct ? (files) => void sendAll(files).catch(toast.problem) : undefined}
      >
        <PhoneHeader screen={screen} onBack={onBack} />
        <PhoneThread screen={screen} />
        <Notices screen={screen} />
        {actions.mayAct && <PhoneComposer screen={screen} draft={draft} />}
      </DropArea>
    </PhoneActionsContext>
  )
}

/** What keeps messages from coming or being read, with the way out of it. */
function Notices({ screen }: { readonly screen: PhoneScreen }) {
  const words = useTranslations('phone')
  const { can } = useSession()
  const toast = useToast()
  const { customer, messages, underWay } = screen
  const run = (act: () => Promise<unknown>) => void act().catch(toast.problem)
  const waiting = messages.filter(({ state }) => state === 'waiting').length + underWay
  const unread = messages.filter(({ from, state }) => from === 'business' && state === 'delivered').length
  const isMagic = customer.magic !== null
  return (
    <div className="grid bg-surface text-soft text-xs empty:hidden">
      {!customer.receives && (
        <p className="flex items-center gap-2 border-t bg-warning-soft px-3 py-2 text-warning">
          <Plane aria-hidden className="size-4 shrink-0" />
          <span className="flex-1">{words('offlineNote', { count: waiting })}</span>
          {can('messages:send') && (
            <Button size="small" onClick={() => run(() => changePhone(customer.id, { receives: true }))}>
              {words('goOnline')}
            </Button>
          )}
        </p>
      )}
      {customer.blocksBusiness && (
        <p className="flex items-center gap-2 border-t bg-danger-soft px-3 py-2 text-danger">
          <Ban aria-hidden className="size-4 shrink-0" />
          <span className="flex-1">{words('blockedNote')}</span>
          {can('messages:send') && (
            <Button size="small" onClick={() => run(() => changePhone(customer.id, { blocksBusiness: false }))}>
              {words('unblock')}
            </Button>
          )}
        </p>
      )}
      {!customer.reads && unread > 0 && !isMagic && can('messages:send') && (
        <p className="flex items-center gap-2 border-t px-3 py-2">
          <Eye aria-hidden className="size-4 shrink-0" />
          <span className="flex-1">{words('unreadNote', { count: unread })}</span>
          <Button size="small" onClick={() => run(() => readOnPhone(customer.id))}>
            {words('readNow')}
          </Button>
        </p>
      )}
    </div>
  )
}
