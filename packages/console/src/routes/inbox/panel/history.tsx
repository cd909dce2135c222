import type { ConversationChange } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../../../strings/use-translations.ts'
import { ListTime } from '../list/list-time.tsx'
import { historyQuery } from '../queries.ts'
import { PanelSection } from './panel-section.tsx'

/** Who of the team did what with the conversation, and when. */
export function History({ conversationId }: { readonly conversationId: string }) {
  const words = useTranslations('inbox.history')
  const { data } = useQuery(historyQuery(conversationId))
  const tell = useSentence()
  if (!data) return null
  return (
    <PanelSection title={words('title')}>
      {data.items.length === 0 && <p className="text-faint">{words('none')}</p>}
      <ol className="grid gap-2">
        {data.items.map((change) => (
          <li key={change.id} className="flex items-baseline justify-between gap-3">
            <span dir="auto" className="min-w-0 break-words text-soft">
              {tell(change)}
            </span>
            <ListTime at={change.at} />
          </li>
        ))}
      </ol>
    </PanelSection>
  )
}

function useSentence(): (change: ConversationChange) => string {
  const words = useTranslations('inbox.history')
  const format = useFormatter()
  return ({ by, change }) => {
    const { name } = by
    if (change.kind === 'label')
      return words(change.added ? 'labelled' : 'unlabelled', { name, label: change.label.name })
    if (change.kind === 'assignee') {
      if (!change.assignee) return words('released', { name })
      return change.assignee.id === by.id
        ? words('took', { name })
        : words('assigned', { name, to: change.assignee.name })
    }
    if (change.status !== 'snoozed') return words(change.status === 'resolved' ? 'resolved' : 'reopened', { name })
    const until = change.snoozedUntil === null ? '' : format.dateTime(new Date(change.snoozedUntil), shown)
    return words('snoozed', { name, time: until })
  }
}

const shown = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const
