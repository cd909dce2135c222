import type { BulkRecipient } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../components/badge.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { addressOf } from './requester.ts'
import { Parts } from './what-goes.tsx'

/** Everybody to whom it goes; and what each of them gets, where that is not the same for all. */
export function Recipients({ bulk }: { readonly bulk: readonly BulkRecipient[] }) {
  const words = useTranslations('approvals')
  const isSame = isSameForAll(bulk)
  return (
    <section aria-label={words('recipients', { count: bulk.length })} className="grid gap-2">
      <h3 className="font-medium">{words('recipients', { count: bulk.length })}</h3>
      <ol className="divide-y rounded-xl border">
        {bulk.map((one) => (
          <li key={one.approvalId} className="grid gap-1.5 px-3 py-2">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId: one.conversationId }}
                dir="auto"
                className="min-w-0 truncate font-medium hover:underline"
              >
                {one.contactName ?? addressOf(one)}
              </Link>
              {one.contactName !== null && (
                <span dir="ltr" className="text-soft text-xs">
                  {addressOf(one)}
                </span>
              )}
              {one.state === 'failed' && <Badge tone="bad">{words('recipientFailed')}</Badge>}
              {one.state === 'cancelled' && <Badge tone="neutral">{words('recipientCancelled')}</Badge>}
            </span>
            {!isSame && <Parts contents={one.contents} shown={one.shown} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Everybody gets the same, word by word. */
export function isSameForAll(bulk: readonly BulkRecipient[]): boolean {
  const said = ({ contents, shown }: BulkRecipient) => JSON.stringify([contents, shown])
  return new Set(bulk.map(said)).size < 2
}
