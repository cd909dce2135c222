import type { Weekday, WorkingHours } from '@switchboard/contract'
import { Plus, X } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

type Spans = WorkingHours['days'][Weekday]

export interface DayRowProps {
  readonly day: Weekday
  readonly spans: Spans
  readonly onChange: (spans: Spans) => void
}

/** The spans of one day; none: closed. */
export function DayRow({ day, spans, onChange }: DayRowProps) {
  const words = useTranslations('settings.workingHours')
  const name = words(`days.${day}`)
  const set = (index: number, part: Partial<Spans[number]>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...part } : span)))
  const add = () => {
    const last = spans.at(-1)?.to
    onChange([...spans, last === undefined ? { from: '09:00', to: '17:00' } : { from: last, to: '23:59' }])
  }
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5">
      <span className="w-28 pt-1.5 font-medium">{name}</span>
      <div className="grid flex-1 gap-2">
        {spans.length === 0 && <span className="pt-1.5 text-faint">{words('closed')}</span>}
        {spans.map((span, index) => (
          // Spans have no names: their place is what they are.
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place in the day
          <div key={index} className="flex flex-wrap items-center gap-2">
            <Input
              type="time"
              className="w-32"
              aria-label={words('fromOf', { day: name })}
              value={span.from}
              required
              onChange={(event) => set(index, { from: event.target.value })}
            />
            <span aria-hidden>–</span>
            <Input
              type="time"
              className="w-32"
              aria-label={words('toOf', { day: name })}
              value={span.to === '24:00' ? '23:59' : span.to}
              required
              min={span.from}
              onChange={(event) => set(index, { to: event.target.value })}
            />
            <Button
              kind="ghost"
              size="icon"
              aria-label={words('removeSpan', { day: name })}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <X />
            </Button>
          </div>
        ))}
      </div>
      <Button size="small" disabled={spans.length >= 6} aria-label={words('addSpanTo', { day: name })} onClick={add}>
        <Plus /> {words('addSpan')}
      </Button>
    </li>
  )
}
