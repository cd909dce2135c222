import type { calls as english } from '../en/calls.ts'
import type { Words } from '../words.ts'

export const calls: Words<typeof english> = {
  title: 'Llamadas',
}
