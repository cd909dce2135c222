export const snoozePresets = ['laterToday', 'tomorrow', 'nextWeek'] as const
export type SnoozePreset = (typeof snoozePresets)[number]

const firstHour = 9
const monday = 1

/** When each preset ends, by the clock of this device: in three hours, tomorrow at nine, next Monday at nine. Pure. */
export function snoozeUntil(preset: SnoozePreset, now: Date): Date {
  const until = new Date(now)
  if (preset === 'laterToday') {
    until.setHours(until.getHours() + 3, 0, 0, 0)
    return until
  }
  const days = preset === 'tomorrow' ? 1 : (monday + 7 - until.getDay()) % 7 || 7
  until.setDate(until.getDate() + days)
  until.setHours(firstHour, 0, 0, 0)
  return until
}

/** As `datetime-local` wants it. */
export function toLocalInput(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}
