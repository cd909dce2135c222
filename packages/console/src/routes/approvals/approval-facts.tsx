import type { Approval } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormatter, useNow } from 'use-intl'
import { accountQuery } from '../../composer/queries.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { RequesterIcon } from './approval-row.tsx'
import { requesterOf } from './requester.ts'

/** Who wants to send it, why, why it is asked for, from which number, and until when it can be decided. */
export function ApprovalFacts({ approval }: { readonly approval: Approval }) {
  const words = useTranslations('approvals')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const { data: account } = useQuery(accountQuery(approval.accountId))
  const requester = requesterOf(approval)
  const at = (time: string) => format.dateTime(new Date(time), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_1fr]">
      <Fact label={words('requestReason')}>
        {approval.requestReason ?? <span className="text-faint">{words('noReason')}</span>}
      </Fact>
      <Fact label={words('requestedBy')}>
        <span className="flex items-center gap-1.5">
          <RequesterIcon requester={requester} />
          {requester.name} · {at(approval.createdAt)}
        </span>
      </Fact>
      <Fact label={words('whyAsked')}>{approval.reason}</Fact>
      <Fact label={words('from')}>{account ? [account.name, account.phone].filter(Boolean).join(', ') : '…'}</Fact>
      {approval.sendAt && <Fact label={words('notBefore')}>{at(approval.sendAt)}</Fact>}
      {approval.state === 'pending' && (
        <Fact label={words('until')}>
          {at(approval.expiresAt)} ({format.relativeTime(new Date(approval.expiresAt), now)})
        </Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{label}</dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children}
      </dd>
    </>
  )
}
