import type { SearchPage } from '@switchboard/contract'
import { Link } from '@tanstack/react-router'
import { CornerUpLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter } from 'use-intl'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { isNamed } from '../../thread/message-types.ts'

type SearchHit = SearchPage['items'][number]

/** One message that was found, with the words marked; leads to it, in its place among the others. */
export function HitRow({ hit: { message, snippet, highlights } }: { readonly hit: SearchHit }) {
  const words = useTranslations('search')
  const type = useTranslations('thread')
  const format = useFormatter()
  const { contact, direction, conversationId, sentAt } = message
  const name = contact?.name ?? contact?.phone ?? contact?.username ?? words('group')
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId }}
      search={{ around: message.id }}
      className="flex gap-3 rounded-xl border bg-surface p-3 hover:border-strong-line hover:bg-hover"
    >
      <Avatar name={name} />
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span dir="auto" className="max-w-full truncate font-medium">
            {name}
          </span>
          {message.type !== 'text' && (
            <Badge>{isNamed(message.type) ? type(`type.${message.type}`) : message.type}</Badge>
          )}
          <time dateTime={sentAt} className="shrink-0 text-soft text-xs tabular-nums sm:ms-auto">
            {format.dateTime(new Date(sentAt), { dateStyle: 'medium', timeStyle: 'short' })}
          </time>
        </span>
        <span dir="auto" className="line-clamp-3 text-pretty break-words text-soft">
          {direction === 'outbound' && (
            <CornerUpLeft role="img" aria-label={words('ours')} className="me-1 inline size-3.5 align-[-0.1em]" />
          )}
          {marked(snippet, highlights)}
        </span>
      </span>
    </Link>
  )
}

/** The snippet, which is plain text, with the places of the words marked. */
function marked(text: string, places: SearchHit['highlights']): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const { start, end } of places) {
    if (start < from) continue
    parts.push(text.slice(from, start))
    parts.push(
      <mark key={start} className="rounded bg-warning-soft px-0.5 font-medium text-ink">
        {text.slice(start, end)}
      </mark>,
    )
    from = end
  }
  return [...parts, text.slice(from)]
}
