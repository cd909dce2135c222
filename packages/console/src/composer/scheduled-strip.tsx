import type { Conversation, Message } from '@switchboard/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../components/button.tsx'
import { useToast } from '../components/toast.tsx'
import { useLiveEvents } from '../live/live-provider.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { cancelScheduled, reschedule, scheduledQuery } from './queries.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import type { ServiceWindow } from './service-window.ts'

interface ScheduledStripProps {
  readonly conversation: Conversation
  readonly window: ServiceWindow
  readonly days: number
}

/** What is to leave later in this conversation: another time, now, or not at all. */
export function ScheduledStrip({ conversation, window, days }: ScheduledStripProps) {
  const words = useTranslations('composer')
  const queries = useQueryClient()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [changing, setChanging] = useState<Message>()
  const query = scheduledQuery(conversation.id)
  const { data } = useQuery(query)
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey })
  useLiveEvents(
    ['message.queued', 'message.cancelled', 'message.sending', 'message.failed', 'message.held'],
    (events) => {
      if (events.some(({ conversationId }) => conversationId === conversation.id)) void refresh()
    },
  )
  const items = data?.items ?? []
  if (items.length === 0) return null
  const act = (work: Promise<unknown>) => work.then(refresh, (error: unknown) => toast.problem(error))
  return (
    <div className="border-b px-3 py-1.5">
      <Button kind="ghost" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        <CalendarClock />
        {words('scheduledCount', { count: items.length })}
        <ChevronDown className={open ? 'rotate-180' : ''} />
      </Button>
      {open && (
        <ul className="mt-1 grid max-h-48 gap-1 overflow-y-auto">
          {items.map((message) => (
            <ScheduledRow
              key={message.id}
              message={message}
              onCancel={() => void act(cancelScheduled(message.id))}
              onNow={() => void act(reschedule(message.id, { sendAt: null }))}
              onChange={() => setChanging(message)}
            />
          ))}
        </ul>
      )}
      {changing && (
        <ScheduleDialog
          open
          onOpenChange={() => setChanging(undefined)}
          window={window}
          isTemplate={changing.type === 'template'}
          days={days}
          before={changing.sendAt}
          onSchedule={async (sendAt) => {
            await reschedule(changing.id, { sendAt })
            await refresh()
          }}
        />
      )}
    </div>
  )
}

interface ScheduledRowProps {
  readonly message: Message
  readonly onNow: () => void
  readonly onChange: () => void
  readonly onCancel: () => void
}

function ScheduledRow({ message, onNow, onChange, onCancel }: ScheduledRowProps) {
  const words = useTranslations('composer')
  const format = useFormatter()
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-ground px-3 py-1.5">
      <time dateTime={message.sendAt} className="font-medium text-xs">
        {message.sendAt && format.dateTime(new Date(message.sendAt), { dateStyle: 'medium', timeStyle: 'short' })}
      </time>
      <span dir="auto" className="min-w-24 flex-1 truncate text-soft">
        {message.text ?? words('someMessage')}
      </span>
      <Button kind="ghost" size="small" onClick={onChange}>
        {words('otherTime')}
      </Button>
      <Button kind="ghost" size="small" onClick={onNow}>
        {words('sendNow')}
      </Button>
      <Button kind="ghost" size="small" onClick={onCancel}>
        {words('cancelScheduled')}
      </Button>
    </li>
  )
}
