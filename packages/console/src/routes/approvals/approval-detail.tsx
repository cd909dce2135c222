import type { Approval } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Avatar } from '../../components/avatar.tsx'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { ApprovalFacts } from './approval-facts.tsx'
import { Context } from './context.tsx'
import { Deciding } from './deciding.tsx'
import { isSameForAll, Recipients } from './recipients.tsx'
import { addressOf } from './requester.ts'
import { WhatGoes } from './what-goes.tsx'

const tones: Readonly<Record<Approval['state'], Tone>> = {
  pending: 'warning',
  approved: 'good',
  rejected: 'bad',
  expired: 'neutral',
}

interface ApprovalDetailProps {
  readonly approval: Approval
  /** It was decided about: the next one is shown. */
  readonly onDecided: () => void
}

/** Everything that somebody needs to decide: whom to, exactly what, who wants it and why, and what was said before. */
export function ApprovalDetail({ approval, onDecided }: ApprovalDetailProps) {
  const words = useTranslations('approvals')
  const format = useFormatter()
  const { can } = useSession()
  const { bulk } = approval
  const address = addressOf(approval)
  const name = bulk ? words('toMany', { count: bulk.length }) : (approval.contactName ?? address)
  return (
    <article aria-label={words('messageTo', { name })} className="flex h-full flex-col">
      <header className="flex items-center gap-3 border-b bg-surface px-4 py-3">
        <Button kind="ghost" size="icon" asChild className="md:hidden">
          <Link
            from="/approvals"
            to="/approvals"
            search={({ id: _, ...rest }) => rest}
            aria-label={words('backToList')}
          >
            <ArrowLeft className="rtl:-scale-x-100" />
          </Link>
        </Button>
        <Avatar name={name} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <bdi>{name}</bdi>
          </h2>
          <p className="truncate text-soft text-xs">{bulk ? words('decidedAtOnce') : address}</p>
        </div>
        <Badge tone={tones[approval.state]} className="shrink-0 max-sm:hidden">
          {words(`state_${approval.state}`)}
        </Badge>
        {!bulk && (
          <Button asChild size="small" className="shrink-0">
            <Link to="/inbox/$conversationId" params={{ conversationId: approval.conversationId }}>
              {words('openConversation')}
            </Link>
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it does not fit, the arrow keys move it */}
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-4" tabIndex={0}>
        {!bulk && <Context conversationId={approval.conversationId} sendId={approval.sendId} />}
        {(!bulk || isSameForAll(bulk)) && <WhatGoes approval={approval} />}
        <ApprovalFacts approval={approval} />
        {bulk && <Recipients bulk={bulk} />}
      </div>
      {approval.state === 'pending' &&
        (can('approvals:decide') ? (
          <Deciding key={approval.id} approval={approval} onDecided={onDecided} />
        ) : (
          <p className="border-t bg-surface px-4 py-3 text-soft">{words('mayNotDecide')}</p>
        ))}
      {approval.state !== 'pending' && approval.decidedAt && (
        <p className="border-t bg-surface px-4 py-3 text-soft">
          {words(approval.edited ? 'decidedEdited' : 'decided', {
            state: words(`state_${approval.state}`),
            who: (approval.decidedBy ?? '').replace(/^[^:]*:/, ''),
            at: format.dateTime(new Date(approval.decidedAt), { dateStyle: 'medium', timeStyle: 'short' }),
          })}
          {approval.note && <span dir="auto"> “{approval.note}”</span>}
        </p>
      )}
    </article>
  )
}
