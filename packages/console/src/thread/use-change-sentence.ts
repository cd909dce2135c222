import type { ConversationChange } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../strings/use-translations.ts'

/** Says what somebody of the team did with a conversation. */
export function useChangeSentence(): (change: ConversationChange) => string {
  const words = useTranslations('thread.changes')
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
