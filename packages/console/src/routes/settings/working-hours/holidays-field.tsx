import type { WorkingHours } from '@switchboard/contract'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

type Holidays = WorkingHours['holidays']

export interface HolidaysFieldProps {
  readonly holidays: Holidays
  readonly onChange: (holidays: Holidays) => void
}

/** Days on which nobody answers, whatever the week says. */
export function HolidaysField({ holidays, onChange }: HolidaysFieldProps) {
  const words = useTranslations('settings.workingHours')
  const common = useTranslations('common')
  const format = useFormatter()
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const add = () => {
    const others = holidays.filter((holiday) => holiday.date !== date)
    onChange([...others, { date, name: name.trim() }].toSorted((a, b) => a.date.localeCompare(b.date)))
    setDate('')
    setName('')
  }
  return (
    <fieldset className="grid gap-3 border-t pt-4">
      <legend className="sr-only">{words('holidays')}</legend>
      <div>
        <p className="font-medium">{words('holidays')}</p>
        <p className="text-soft">{words('holidaysIntro')}</p>
      </div>
      {holidays.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {holidays.map((holiday) => (
            <li key={holiday.date} className="flex items-center gap-3 px-3 py-1.5">
              {/* A day, not a moment: the same in every zone. */}
              <span className="w-40">
                {format.dateTime(new Date(holiday.date), { dateStyle: 'medium', timeZone: 'UTC' })}
              </span>
              <span dir="auto" className="min-w-0 flex-1 truncate text-soft">
                {holiday.name}
              </span>
              <Button
                kind="ghost"
                size="small-icon"
                aria-label={`${common('remove')}: ${holiday.date}`}
                onClick={() => onChange(holidays.filter((one) => one !== holiday))}
              >
                <X />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Input
          type="date"
          className="w-44"
          aria-label={words('holidayDate')}
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
        <Input
          className="min-w-40 flex-1"
          aria-label={words('holidayName')}
          placeholder={words('holidayName')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <Button disabled={date === ''} onClick={add}>
          {common('add')}
        </Button>
      </div>
    </fieldset>
  )
}
