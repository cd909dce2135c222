import type { Contact } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useFormatter, useNow } from 'use-intl'
import { past } from '../../components/past.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Section } from '../../components/section.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { plainLine } from '../../thread/plain-text.ts'
import { conversationsOfQuery } from './queries.ts'

/** Where a contact and this workspace talk. */
export function ConversationsCard({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const now = useNow()
  const { can } = useSession()
  const mayRead = can('conversations:read')
  const { data, error, refetch } = useQuery({ ...conversationsOfQuery(contact.id), enabled: mayRead })
  const kinds = useTranslations('inbox.kinds')
  const kindOf = (type: string) => (kinds.has(type as 'image') ? kinds(type as 'image') : kinds('other')) // `has` asks for whatever comes
  if (!mayRead) return null
  return (
    <Section title={words('conversations')}>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-14" />
      ) : data.items.length === 0 ? (
        <p className="text-faint">{words('conversationsEmpty')}</p>
      ) : (
        <ul className="-mx-2">
          {data.items.map(({ id, kind, subject, lastMessage, lastMessageAt }) => (
            <li key={id}>
              <Link
                to="/inbox/$conversationId"
                params={{ conversationId: id }}
                className="flex items-center gap-4 rounded-lg px-2 py-2 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  {kind === 'group' && <span className="block truncate font-medium">{subject ?? words('group')}</span>}
                  <span className="block truncate text-soft" dir="auto">
                    {lastMessage ? plainLine(lastMessage.text || kindOf(lastMessage.type)) : words('noText')}
                  </span>
                </span>
                {lastMessageAt && (
                  <span className="whitespace-nowrap text-faint text-xs">
                    {format.relativeTime(past(lastMessageAt, now), now)}
                  </span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
