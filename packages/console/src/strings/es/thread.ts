import type { thread as english } from '../en/thread.ts'
import type { Words } from '../words.ts'

export const thread: Words<typeof english> = {
  title: 'Mensajes',
}
