import type { Conversation } from '@switchboard/contract'
import { AlarmClock } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { Popover } from '../../../components/popover.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useCommand } from '../../../keys/command-provider.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useChangeState } from '../use-change-state.ts'
import { snoozePresets, snoozeUntil, toLocalInput } from './snooze-times.ts'

/** Puts a conversation aside until a time; it comes back then, or when the customer writes. */
export function SnoozeMenu({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.snooze')
  const format = useFormatter()
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const { mutate } = useChangeState(conversation.id)
  useCommand({ id: 'inbox.snooze', title: words('title'), keys: 'Alt+KeyM', run: () => setOpen(true) })
  const snooze = (until: Date) => {
    setOpen(false)
    const time = format.dateTime(until, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    })
    mutate(
      { status: 'snoozed', snoozedUntil: until.toISOString() },
      {
        onSuccess: () =>
          toast.show(words('done', { time }), { label: words('undo'), run: () => mutate({ status: 'open' }) }),
      },
    )
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="w-72 p-2"
      trigger={
        <Button kind="ghost" size="icon" aria-label={words('title')}>
          <AlarmClock />
        </Button>
      }
    >
      <SnoozeChoice onChoose={snooze} />
    </Popover>
  )
}

function SnoozeChoice({ onChoose }: { readonly onChoose: (until: Date) => void }) {
  const words = useTranslations('inbox.snooze')
  const format = useFormatter()
  const [now] = useState(() => new Date())
  const [text, setText] = useState(() => toLocalInput(snoozeUntil('tomorrow', now)))
  const until = new Date(text)
  const isFuture = until.getTime() > Date.now()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isFuture) onChoose(until)
  }
  return (
    <>
      <ul>
        {snoozePresets.map((preset) => {
          const time = snoozeUntil(preset, now)
          return (
            <li key={preset}>
              <button
                type="button"
                className="flex w-full items-center justify-between gap-3 rounded-lg px-2 py-1.5 text-start hover:bg-hover"
                onClick={() => onChoose(time)}
              >
                {words(preset)}
                <span className="text-faint text-xs tabular-nums">
                  {format.dateTime(time, { weekday: 'short', hour: 'numeric', minute: '2-digit' })}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      <form className="mt-2 grid gap-2 border-t px-2 pt-3 pb-1" onSubmit={submit}>
        <Field label={words('until')} error={isFuture ? undefined : words('past')}>
          <Input
            type="datetime-local"
            className="h-8"
            value={text}
            min={toLocalInput(now)}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" size="small" kind="primary" disabled={!isFuture}>
          {words('confirm')}
        </Button>
      </form>
    </>
  )
}
