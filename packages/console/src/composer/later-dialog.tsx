import type { Conversation, OutboundContent } from '@switchboard/contract'
import { useQueryClient } from '@tanstack/react-query'
import { scheduledQuery } from './queries.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import type { ComposerState } from './use-composer.ts'
import type { Composing } from './use-composing.ts'

/** What is to be sent later, and what becomes of where it was written once that is settled. */
export interface Later {
  readonly contents: readonly OutboundContent[]
  readonly onScheduled: () => void
}

interface LaterDialogProps {
  readonly conversation: Conversation
  readonly composer: ComposerState
  readonly later: Later
  readonly sendLater: Composing['sendLater']
  readonly onClose: () => void
  readonly onTemplate: () => void
}

/** When what was written leaves. */
export function LaterDialog({ conversation, composer, later, sendLater, onClose, onTemplate }: LaterDialogProps) {
  const queries = useQueryClient()
  const { window, limits } = composer
  return (
    <ScheduleDialog
      open
      onOpenChange={onClose}
      window={window}
      isTemplate={later.contents.every(({ type }) => type === 'template')}
      days={limits?.scheduleDays ?? 60}
      onTemplateInstead={limits?.templates ? onTemplate : undefined}
      onSchedule={async (sendAt) => {
        await sendLater(later.contents, sendAt)
        later.onScheduled()
        await queries.invalidateQueries({ queryKey: scheduledQuery(conversation.id).queryKey })
      }}
    />
  )
}
