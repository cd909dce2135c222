import type { eventsIn as english } from '../en/events-in.ts'
import type { Words } from '../words.ts'

export const eventsIn: Words<typeof english> = {
  title: 'Eventos recibidos',
}
