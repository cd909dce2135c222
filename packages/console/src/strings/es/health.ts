import type { health as english } from '../en/health.ts'
import type { Words } from '../words.ts'

export const health: Words<typeof english> = {
  title: 'Estado',
}
