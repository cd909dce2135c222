import type { assistants as english } from '../en/assistants.ts'
import type { Words } from '../words.ts'

export const assistants: Words<typeof english> = {
  title: 'Asistentes',
}
