import type { Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountName, accountsQuery } from '../../../api/accounts.ts'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { ListTime } from '../list/list-time.tsx'
import { conversationsWithQuery } from '../queries.ts'
import type { Inbox } from '../use-inbox.ts'
import { PanelSection } from './panel-section.tsx'

/** The same person on other accounts, and groups that they are in. */
export function EarlierConversations({
  conversation,
  inbox,
}: {
  readonly conversation: Conversation
  readonly inbox: Inbox
}) {
  const words = useTranslations('inbox.panel')
  const { can } = useSession()
  const { data } = useQuery(conversationsWithQuery(conversation.contact?.id ?? ''))
  const { data: accounts } = useQuery({ ...accountsQuery, enabled: can('accounts:read') })
  const others = data?.items.filter(({ id }) => id !== conversation.id) ?? []
  if (others.length === 0) return null
  const { around: _around, ...search } = inbox.search
  const accountOf = (id: string) => {
    const account = accounts?.items.find((one) => one.id === id)
    return account ? accountName(account) : ''
  }
  return (
    <PanelSection title={words('otherConversations')}>
      <ul className="grid gap-1">
        {others.map((other) => (
          <li key={other.id}>
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: other.id }}
              search={search}
              className="-mx-2 grid rounded-lg px-2 py-1.5 hover:bg-hover"
            >
              <span className="flex items-baseline justify-between gap-2">
                <span dir="auto" className="truncate font-medium">
                  {other.subject ?? accountOf(other.accountId)}
                </span>
                <ListTime at={other.lastMessageAt} />
              </span>
              <span dir="auto" className="truncate text-soft text-xs">
                {other.lastMessage?.text ?? words('noText')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
