import type { Contact, Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, Info, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../components/class-names.ts'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { accountQuery, contactQuery } from './queries.ts'

/** Why nothing can be sent in a conversation at all; undefined: it can. */
export type Blocked = 'policy' | 'account' | undefined

export function useBlocked({ policy, accountId }: Conversation): {
  readonly blocked: Blocked
  readonly detail: string
} {
  const { can } = useSession()
  const { data: account } = useQuery({ ...accountQuery(accountId), enabled: can('accounts:read') })
  if (policy === 'block') return { blocked: 'policy', detail: '' }
  if (account && (account.state !== 'active' || !account.connection.ready))
    return { blocked: 'account', detail: account.connection.ready ? '' : account.connection.detail }
  return { blocked: undefined, detail: '' }
}

interface StateNotesProps {
  readonly conversation: Conversation
  readonly blocked: Blocked
  readonly detail: string
}

/** What somebody should know before they write here: switched off, opted out, waits for a yes. */
export function StateNotes({ conversation, blocked, detail }: StateNotesProps) {
  const words = useTranslations('composer')
  const { data: contact } = useQuery(contactQuery(conversation.contact?.id))
  if (blocked === 'policy')
    return (
      <Line tone="bad" icon={<Ban aria-hidden className="size-4" />}>
        {words('blocked')}
      </Line>
    )
  if (blocked === 'account')
    return (
      <Line tone="bad" icon={<Ban aria-hidden className="size-4" />}>
        {words('accountCannot')} {detail}{' '}
        <Link to="/accounts" className="font-medium underline underline-offset-2">
          {words('toAccounts')}
        </Link>
      </Line>
    )
  return (
    <>
      {isOptedOut(contact) && (
        <Line tone="warning" icon={<Info aria-hidden className="size-4" />}>
          {words('optedOut')}
        </Line>
      )}
      {conversation.policy === 'approve' && (
        <Line tone="info" icon={<ShieldCheck aria-hidden className="size-4" />}>
          {words('needsApproval')}
        </Line>
      )}
    </>
  )
}

function isOptedOut(contact: Contact | undefined): boolean {
  return contact?.optOut !== undefined && contact.optOut !== null
}

const tones = {
  bad: 'bg-danger-soft text-danger',
  warning: 'bg-warning-soft text-warning',
  info: 'bg-info-soft text-info',
} as const

interface LineProps {
  readonly tone: keyof typeof tones
  readonly icon: ReactNode
  readonly children: ReactNode
}

function Line({ tone, icon, children }: LineProps) {
  return (
    <div className={classNames('flex items-start gap-2 border-b px-3 py-1.5 text-xs [&_svg]:shrink-0', tones[tone])}>
      {icon}
      <p>{children}</p>
    </div>
  )
}
