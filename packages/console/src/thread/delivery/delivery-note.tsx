import type { Message } from '@switchboard/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useFormatter } from 'use-intl'
import { toldError } from '../../api/told-error.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { useToast } from '../../components/toast.tsx'
import { useOutgoingActions } from '../../outgoing/outgoing-provider.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { cancelSend, type Outcome, sendQuery, settleSend } from '../queries.ts'
import { canCancel, deliveryOf } from './delivery-of.ts'

/** Below a bubble, where its mark alone is not enough: why it is not there, and what can be done. Nothing where all is well. */
export function DeliveryNote({ message }: { readonly message: Message }) {
  const delivery = deliveryOf(message)
  if (message.direction === 'inbound') return null
  switch (delivery) {
    case 'held':
      return <Held message={message} />
    case 'scheduled':
    case 'queued':
      return <Queued message={message} />
    case 'failed':
      return <Failed message={message} />
    case 'unknown':
      return <Unknown message={message} />
    case 'cancelled':
      return <Cancelled />
    default:
      return null
  }
}

const tones = { plain: 'text-soft', warning: 'text-warning', bad: 'text-danger' } as const

interface NoteProps {
  readonly tone: keyof typeof tones
  readonly children: ReactNode
  readonly actions?: ReactNode
}

function Note({ tone, children, actions }: NoteProps) {
  return (
    <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-end text-xs">
      <div className={classNames('min-w-0 break-words', tones[tone])}>{children}</div>
      {actions}
    </div>
  )
}

function Held({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  return (
    <Note
      tone="warning"
      actions={
        <>
          <Button size="small" asChild>
            <Link to="/approvals">{words('toApprovals')}</Link>
          </Button>
          <Cancel message={message} />
        </>
      }
    >
      {words('heldNote')}
    </Note>
  )
}

/** Longer than that something waits on purpose, or something is the matter; either is said. */
const shortWait = 5_000

function Queued({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const { data } = useQuery(sendQuery(message.id))
  if (data === undefined) return null
  const due = new Date(data.dueAt)
  const isLater = due.getTime() > Date.now() + shortWait
  if (!isLater && Date.now() - Date.parse(message.sentAt) < shortWait) return null
  return (
    <Note tone="plain" actions={<Cancel message={message} />}>
      {isLater
        ? words('scheduledNote', { at: format.dateTime(due, { dateStyle: 'medium', timeStyle: 'short' }) })
        : words('queuedNote')}
    </Note>
  )
}

function Failed({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const [error] = message.errors ?? []
  const { data } = useQuery({ ...sendQuery(message.id), enabled: error === undefined })
  const { sentence, remedy } = toldError(error) ?? toldError(data?.error) ?? {}
  return (
    <Note tone="bad" actions={<SendAgain message={message} />}>
      <p className="font-medium">{sentence ?? words('failedNote')}</p>
      {remedy && <p className="text-soft">{remedy}</p>}
    </Note>
  )
}

/** The same words as a new message, which the server asks the gate about as about any other. Once: then there is a newer one below. */
function SendAgain({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { can } = useSession()
  const { add } = useOutgoingActions()
  const [isAgain, setAgain] = useState(false)
  const { content, conversationId } = message
  if (isAgain || content?.type !== 'text' || !can('messages:send')) return null
  const again = () => {
    setAgain(true)
    add({ conversationId, content: { type: 'text', text: content.text } })
  }
  return (
    <Button size="small" onClick={again}>
      {words('sendAgain')}
    </Button>
  )
}

function Unknown({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { can } = useSession()
  const toast = useToast()
  const settle = useMutation({
    mutationFn: (outcome: Outcome) => settleSend(message.id, outcome),
    onError: toast.problem,
  })
  const button = (label: string, outcome: Outcome) => (
    <Button size="small" busy={settle.isPending} onClick={() => settle.mutate(outcome)}>
      {label}
    </Button>
  )
  return (
    <Note
      tone="warning"
      actions={
        can('approvals:decide') && (
          <>
            {button(words('itArrived'), { outcome: 'sent' })}
            {button(words('sendAgain'), { outcome: 'not-sent', sendAgain: true })}
            {button(words('giveUp'), { outcome: 'not-sent', sendAgain: false })}
          </>
        )
      }
    >
      {words('unknownNote')}
    </Note>
  )
}

function Cancelled() {
  const words = useTranslations('thread')
  return <Note tone="plain">{words('cancelledNote')}</Note>
}

function Cancel({ message }: { readonly message: Message }) {
  const words = useTranslations('thread')
  const { can } = useSession()
  const toast = useToast()
  const cancel = useMutation({ mutationFn: () => cancelSend(message.id), onError: toast.problem })
  if (!can('messages:send') || !canCancel(deliveryOf(message))) return null
  return (
    <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate()}>
      {words('cancelSend')}
    </Button>
  )
}
