import type { Conversation, Presence } from '@switchboard/contract'
import { ArrowLeft, PanelRight, Smartphone } from 'lucide-react'
import { Avatar } from '../../../components/avatar.tsx'
import { Button } from '../../../components/button.tsx'
import { LabelDot } from '../../../components/label-dot.tsx'
import { Tooltip } from '../../../components/tooltip.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { nameOf } from '../conversation-cache.ts'
import type { Panel } from '../panel/use-panel.ts'
import type { Inbox } from '../use-inbox.ts'
import { useSimulatedPhone } from '../use-simulated-phone.ts'
import { AssignMenu } from './assign-menu.tsx'
import { LabelMenu } from './label-menu.tsx'
import { PresentMembers } from './present-members.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'
import { StatusButton } from './status-button.tsx'

export interface ConversationHeaderProps {
  readonly conversation: Conversation
  readonly inbox: Inbox
  readonly others: readonly Presence[]
  readonly panel: Panel
}

/** Who it is, who of the team is here too, and what can be done: assign, label, snooze, resolve. */
export function ConversationHeader({ conversation, inbox, others, panel }: ConversationHeaderProps) {
  const words = useTranslations('inbox')
  const { can } = useSession()
  const name = nameOf(conversation, words('unknownPerson'))
  return (
    <header className="@container/header flex min-h-15 flex-wrap items-center gap-x-3 gap-y-2 border-b bg-surface px-3 py-2">
      <Button
        kind="ghost"
        size="icon"
        className="-ms-1 md:hidden"
        aria-label={words('backToList')}
        onClick={() => inbox.open(undefined)}
      >
        <ArrowLeft className="rtl:rotate-180" />
      </Button>
      <Avatar name={name} />
      <div className="min-w-36 flex-1">
        <h2 className="flex items-center gap-2">
          <span dir="auto" className="truncate font-semibold" title={name}>
            {name}
          </span>
          {conversation.labels.slice(0, 3).map(({ id, name: label, colour }) => (
            <span key={id} className="hidden shrink-0 items-center gap-1 text-soft text-xs 2xl:inline-flex">
              <LabelDot colour={colour} />
              {label}
            </span>
          ))}
        </h2>
        <PresentMembers others={others} fallback={subtitleOf(conversation, name, words('panel.group'))} />
      </div>
      <div className="flex flex-wrap items-center gap-1">
        {can('conversations:manage') && (
          <>
            <AssignMenu conversation={conversation} />
            <LabelMenu conversation={conversation} />
            <SnoozeMenu conversation={conversation} />
            <StatusButton conversation={conversation} />
          </>
        )}
        <PhoneButton conversation={conversation} inbox={inbox} />
        <Tooltip text={words('details')}>
          <Button
            kind="ghost"
            size="icon"
            aria-label={words('details')}
            aria-pressed={panel.isShown}
            onClick={panel.toggle}
          >
            <PanelRight className="rtl:-scale-x-100" />
          </Button>
        </Tooltip>
      </div>
    </header>
  )
}

/** What else there is to tell them apart by. */
function subtitleOf({ contact, kind }: Conversation, name: string, group: string): string {
  if (kind === 'group') return group
  const more = contact?.phone ?? contact?.username ?? ''
  return more === name ? '' : more
}

function PhoneButton({ conversation, inbox }: Pick<ConversationHeaderProps, 'conversation' | 'inbox'>) {
  const words = useTranslations('inbox')
  const { isThere, customerId } = useSimulatedPhone(conversation)
  if (!isThere) return null
  const isOpen = inbox.search.phone !== undefined
  return (
    <Tooltip text={words('phoneBeside')}>
      <Button
        kind="ghost"
        size="icon"
        aria-label={words('phoneBeside')}
        aria-pressed={isOpen}
        onClick={() => inbox.change({ phone: isOpen ? undefined : (customerId ?? true) })}
      >
        <Smartphone />
      </Button>
    </Tooltip>
  )
}
