import type { Approval } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { Bot, KeyRound, UserRound } from 'lucide-react'
import { useFormatter, useNow } from 'use-intl'
import { Checkbox } from '../../components/checkbox.tsx'
import { classNames } from '../../components/class-names.ts'
import { past } from '../../components/past.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { addressOf, type Requester, requesterOf } from './requester.ts'
import { saidIn } from './said-in.ts'

interface ApprovalRowProps {
  readonly approval: Approval
  readonly isShown: boolean
  /** Undefined: nothing is chosen here. */
  readonly chosen: boolean | undefined
  readonly onChoose: (chosen: boolean) => void
}

/** One message that waits, or was decided about: whom to, what, who asked and when. */
export function ApprovalRow({ approval, isShown, chosen, onChoose }: ApprovalRowProps) {
  const words = useTranslations('approvals')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const requester = requesterOf(approval)
  const name = approval.bulk
    ? words('toMany', { count: approval.bulk.length })
    : (approval.contactName ?? addressOf(approval))
  return (
    <li className={classNames('flex items-start gap-2 border-b ps-3', isShown ? 'bg-selected' : 'hover:bg-hover')}>
      {chosen !== undefined && (
        <Checkbox
          className="mt-3.5"
          checked={chosen}
          aria-label={words('choose', { name })}
          onCheckedChange={(checked) => onChoose(checked === true)}
        />
      )}
      <Link
        from="/approvals"
        to="/approvals"
        search={(search) => ({ ...search, id: approval.id })}
        aria-current={isShown ? 'true' : undefined}
        className="min-w-0 flex-1 py-2.5 pe-3"
      >
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
          <time dateTime={approval.createdAt} className="shrink-0 text-soft text-xs">
            {format.relativeTime(past(approval.createdAt, now), now)}
          </time>
        </span>
        <span dir="auto" className="line-clamp-2 break-words text-soft">
          {saidIn(approval) || words('withoutText')}
        </span>
        <span className="mt-0.5 flex items-center gap-1 text-soft text-xs">
          <RequesterIcon requester={requester} />
          <span dir="auto" className="truncate">
            {requester.name}
          </span>
        </span>
      </Link>
    </li>
  )
}

export function RequesterIcon({ requester: { assistant, kind } }: { readonly requester: Requester }) {
  const Icon = assistant || kind === 'assistant' ? Bot : kind === 'key' ? KeyRound : UserRound
  return <Icon aria-hidden className="size-3.5 shrink-0" />
}
