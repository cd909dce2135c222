import { type Weekday, type WorkingHours, weekdays } from './workspace-settings.ts'

/** Whether somebody answers at this moment. Without working hours somebody always does. */
export function isOpenAt(hours: WorkingHours | null, at: Date): boolean {
  if (!hours) return true
  const { date, weekday, time } = localParts(at, hours.timeZone)
  if (hours.holidays.some((holiday) => holiday.date === date)) return false
  return hours.days[weekday].some(({ from, to }) => from <= time && time < to)
}

interface LocalParts {
  readonly date: string
  readonly weekday: Weekday
  readonly time: string
}

function localParts(at: Date, timeZone: string): LocalParts {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'long', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  const name = part('weekday').toLowerCase()
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: weekdays.find((weekday) => weekday === name) ?? 'monday',
    time: `${part('hour')}:${part('minute')}`,
  }
}
