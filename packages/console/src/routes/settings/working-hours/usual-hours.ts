import type { Weekday, WorkingHours } from '@switchboard/contract'

/** In the order in which they are shown. */
export const days: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** What a form begins with: weekdays from nine to five, where this device is. */
export function usualHours(): WorkingHours {
  const open = [{ from: '09:00', to: '17:00' }]
  return {
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open, saturday: [], sunday: [] },
    holidays: [],
  }
}
