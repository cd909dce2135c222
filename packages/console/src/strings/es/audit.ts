import type { audit as english } from '../en/audit.ts'
import type { Words } from '../words.ts'

export const audit: Words<typeof english> = {
  title: 'Auditoría',
}
